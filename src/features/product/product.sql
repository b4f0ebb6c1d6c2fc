-- figure: product_made count
SELECT 'product' AS register_name, p.id AS id, p.title AS label, CAST(1 AS bigint) AS value
FROM product AS p
WHERE p.centre_id = :centre AND p.year = ?1 AND CAST(?2 AS text) = '' AND p.state IN ('ready', 'approved', 'published')
ORDER BY +p.id
