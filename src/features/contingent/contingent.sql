-- Classes of an organisation that are recorded for a day, but for one row.
-- name: contingent_twins
SELECT c.class_name AS class_name FROM contingent AS c
WHERE c.centre_id = :centre AND c.organisation = ?1 AND c.on_date = ?2 AND c.id <> ?3
