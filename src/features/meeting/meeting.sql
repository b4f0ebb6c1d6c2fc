-- name: meeting_decided
SELECT d.id AS id, d.text AS text, coalesce(d.owner, '') AS owner, coalesce(d.state, '') AS state, CAST(d.due AS text) AS due
FROM meeting_decision AS d
WHERE d.centre_id = :centre AND d.meeting = ?1
ORDER BY d.due NULLS LAST, d.id

-- figure: meeting_held count
SELECT 'meeting' AS register_name, p.id AS id, p.title AS label, CAST(1 AS bigint) AS value
FROM meeting AS p
WHERE p.centre_id = :centre AND p.year = ?1 AND CAST(?2 AS text) = ''
ORDER BY +p.id
