-- ?1: today. A consent counts on its last day still, and not from the day on which it is withdrawn.
-- name: consent_names
SELECT person FROM name_consent
WHERE centre_id = :centre AND given_on <= ?1 AND (until IS NULL OR until >= ?1) AND (withdrawn_on IS NULL OR withdrawn_on > ?1)
ORDER BY person
