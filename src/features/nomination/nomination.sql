-- name: nomination_activity_year
SELECT t.year AS year FROM activity AS t WHERE t.centre_id = :centre AND t.id = ?1
