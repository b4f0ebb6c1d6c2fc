-- figure: championship_participants sum
SELECT 'championship_result' AS register_name, p.id AS id, c.name AS label, p.participants AS value
FROM championship_result AS p
JOIN competency AS c ON c.centre_id = p.centre_id AND c.id = p.competency
WHERE p.centre_id = :centre AND p.year = ?1 AND CAST(?2 AS text) = ''
ORDER BY +p.id

-- figure: championship_prizes count
SELECT 'championship_result' AS register_name, p.id AS id, c.name AS label, CAST(1 AS bigint) AS value
FROM championship_result AS p
JOIN competency AS c ON c.centre_id = p.centre_id AND c.id = p.competency
WHERE p.centre_id = :centre AND p.year = ?1 AND CAST(?2 AS text) = '' AND p.place IN ('first', 'second', 'third', 'medallion')
ORDER BY +p.id
