-- figure: award_given sum
SELECT 'award' AS register_name, w.id AS id, w.title || ': ' || a.title AS label, w.number AS value
FROM award AS w JOIN activity AS a ON a.centre_id = w.centre_id AND a.id = w.activity
WHERE w.centre_id = :centre AND w.year = ?1
ORDER BY +w.id
