-- figure: publication_published count
SELECT 'publication' AS register_name, p.id AS id, p.title AS label, CAST(1 AS bigint) AS value
FROM publication AS p
WHERE p.centre_id = :centre AND p.year = ?1 AND CAST(?2 AS text) = ''
ORDER BY +p.id

-- figure: publication_views sum
SELECT 'publication' AS register_name, p.id AS id, p.title AS label, p.views AS value
FROM publication AS p
WHERE p.centre_id = :centre AND p.year = ?1 AND CAST(?2 AS text) = ''
ORDER BY +p.id
