-- Statements of the house as a whole.

-- name: app_newest_year
SELECT year FROM academic_year WHERE centre_id = :centre ORDER BY year DESC LIMIT 1
