-- ?1: today. A consent counts on its last day still, and not from the day on which it is withdrawn.
-- name: consent_names
SELECT person FROM name_consent
WHERE centre_id = :centre AND given_on <= ?1 AND (until IS NULL OR until >= ?1) AND (withdrawn_on IS NULL OR withdrawn_on > ?1)
ORDER BY person

-- Words of the record in which people are named: of a field that is for one (person 1), or of a title in which one may stand.
-- name: consent_people
SELECT name AS words, CAST(1 AS bigint) AS person FROM account WHERE centre_id = :centre
UNION SELECT person, CAST(1 AS bigint) FROM name_consent WHERE centre_id = :centre
UNION SELECT leader, CAST(1 AS bigint) FROM activity_session WHERE centre_id = :centre AND leader IS NOT NULL
UNION SELECT responsible, CAST(1 AS bigint) FROM plan_item WHERE centre_id = :centre AND responsible IS NOT NULL
UNION SELECT owner, CAST(1 AS bigint) FROM decision WHERE centre_id = :centre AND owner IS NOT NULL
UNION SELECT owner, CAST(1 AS bigint) FROM meeting_decision WHERE centre_id = :centre AND owner IS NOT NULL
UNION SELECT authors, CAST(1 AS bigint) FROM product WHERE centre_id = :centre AND authors IS NOT NULL
UNION SELECT reported_by, CAST(1 AS bigint) FROM headcount WHERE centre_id = :centre AND reported_by IS NOT NULL
UNION SELECT title, CAST(0 AS bigint) FROM award WHERE centre_id = :centre
UNION SELECT title, CAST(0 AS bigint) FROM nomination WHERE centre_id = :centre
UNION SELECT title, CAST(0 AS bigint) FROM request WHERE centre_id = :centre
