-- figure: request_count count
SELECT 'request' AS register_name, p.id AS id, p.title AS label, CAST(1 AS bigint) AS value
FROM request AS p
WHERE p.centre_id = :centre AND p.year = ?1 AND CAST(?2 AS text) = ''
ORDER BY +p.id

-- figure: request_answered count
SELECT 'request' AS register_name, p.id AS id, p.title AS label, CAST(1 AS bigint) AS value
FROM request AS p
WHERE p.centre_id = :centre AND p.year = ?1 AND CAST(?2 AS text) = '' AND p.state IN ('answered', 'closed')
ORDER BY +p.id
