-- Persons of an activity as its sums have them, and how many rows know a number.
-- name: external_diagnostics_persons
SELECT CAST(coalesce(sum(s.value), 0) AS bigint) AS persons, CAST(coalesce(sum(s.n_known), 0) AS bigint) AS known
FROM reach_sum AS s
WHERE s.centre_id = :centre AND s.activity = ?1 AND s.unit = 'persons'
