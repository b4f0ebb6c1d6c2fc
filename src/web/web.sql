-- The frame's own question: which school year is shown when nobody chose one.

-- name: web_newest_year
SELECT year FROM academic_year WHERE centre_id = :centre ORDER BY year DESC LIMIT 1
