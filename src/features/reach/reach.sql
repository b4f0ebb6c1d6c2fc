-- Cells change by difference: a row that came is added, a row that went is taken off, and an empty cell is deleted. The
-- statements add to what stands there, so that two transactions on the same cell of PostgreSQL cannot lose one another's part.
-- name: reach_cell_put
INSERT INTO reach_cell (centre_id, year, activity, unit, audience, organisation, grade_from, grade_to, bucket,
    value, n_known, n_not_reported, n_not_entered, n_not_held)
VALUES (:centre, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
ON CONFLICT (centre_id, activity, unit, audience, organisation, grade_from, grade_to, bucket) DO UPDATE SET
    value = CASE WHEN excluded.value IS NULL THEN reach_cell.value ELSE COALESCE(reach_cell.value, 0) + excluded.value END,
    n_known = reach_cell.n_known + excluded.n_known,
    n_not_reported = reach_cell.n_not_reported + excluded.n_not_reported,
    n_not_entered = reach_cell.n_not_entered + excluded.n_not_entered,
    n_not_held = reach_cell.n_not_held + excluded.n_not_held

-- name: reach_cell_take
UPDATE reach_cell SET
    value = CASE WHEN n_known = ?10 THEN NULL ELSE value - COALESCE(CAST(?9 AS bigint), 0) END,
    n_known = n_known - ?10,
    n_not_reported = n_not_reported - ?11,
    n_not_entered = n_not_entered - ?12,
    n_not_held = n_not_held - ?13
WHERE centre_id = :centre AND year = ?1 AND activity = ?2 AND unit = ?3 AND audience = ?4 AND organisation = ?5
    AND grade_from = ?6 AND grade_to = ?7 AND bucket = ?8

-- name: reach_cell_drop_empty
DELETE FROM reach_cell
WHERE centre_id = :centre AND activity = ?1 AND unit = ?2
    AND n_known = 0 AND n_not_reported = 0 AND n_not_entered = 0 AND n_not_held = 0

-- name: reach_cells_clear
DELETE FROM reach_cell WHERE centre_id = :centre

-- name: reach_cells_fill
INSERT INTO reach_cell (centre_id, year, activity, unit, audience, organisation, grade_from, grade_to, bucket,
    value, n_known, n_not_reported, n_not_entered, n_not_held)
SELECT centre_id, year, activity, unit, audience, organisation, grade_from, grade_to, bucket,
    value, n_known, n_not_reported, n_not_entered, n_not_held
FROM reach_counted WHERE centre_id = :centre

-- Cells that say something else than the rows do, with both sides; for doctor.
-- name: reach_cells_compare
SELECT COALESCE(c.activity, r.activity) AS activity, COALESCE(c.unit, r.unit) AS unit,
    COALESCE(c.organisation, r.organisation) AS organisation, COALESCE(c.bucket, r.bucket) AS bucket,
    c.value AS cell, r.value AS counted,
    c.n_known + c.n_not_reported + c.n_not_entered + c.n_not_held AS cell_rows,
    r.n_known + r.n_not_reported + r.n_not_entered + r.n_not_held AS counted_rows
FROM (SELECT * FROM reach_cell WHERE centre_id = :centre) AS c
FULL JOIN (SELECT * FROM reach_counted WHERE centre_id = :centre) AS r
    ON r.activity = c.activity AND r.unit = c.unit AND r.audience = c.audience AND r.organisation = c.organisation
    AND r.grade_from = c.grade_from AND r.grade_to = c.grade_to AND r.bucket = c.bucket
WHERE c.activity IS NULL OR r.activity IS NULL OR c.year <> r.year OR COALESCE(c.value, -1) <> COALESCE(r.value, -1)
    OR c.n_known <> r.n_known OR c.n_not_reported <> r.n_not_reported OR c.n_not_entered <> r.n_not_entered
    OR c.n_not_held <> r.n_not_held
ORDER BY 1, 2, 3, 4

-- name: reach_cells_count
SELECT count(*) AS n FROM reach_cell WHERE centre_id = :centre
