-- figure: course_certified sum
SELECT 'course_group' AS register_name, g.id AS id, g.title AS label, g.certified AS value
FROM course_group AS g
WHERE g.centre_id = :centre AND g.year = ?1 AND CAST(?2 AS text) = ''
ORDER BY +g.id
