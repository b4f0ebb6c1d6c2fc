-- name: meeting_decided
SELECT d.id AS id, d.text AS text, coalesce(d.owner, '') AS owner, coalesce(d.state, '') AS state, CAST(d.due AS text) AS due
FROM meeting_decision AS d
WHERE d.centre_id = :centre AND d.meeting = ?1
ORDER BY d.due NULLS LAST, d.id
