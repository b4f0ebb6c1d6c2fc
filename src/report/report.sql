-- name: report_earlier_value
SELECT status, value, words, source FROM earlier_value WHERE centre_id = :centre AND figure = ?1 AND year = ?2 ORDER BY id LIMIT 1

-- name: report_earlier_names
SELECT DISTINCT figure FROM earlier_value WHERE centre_id = :centre ORDER BY figure

-- name: report_earlier_add
INSERT INTO earlier_value (centre_id, id, version, figure, year, period_type, status, value, words, source, entered_by)
VALUES (:centre, ?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
