-- The same layout of the same month in another row.
-- name: stand_twins
SELECT t.id AS id FROM stand AS t
WHERE t.centre_id = :centre AND t.month_first = ?1 AND t.kind = ?2 AND t.sector = ?3 AND t.id <> ?4
