-- Statements of the house as a whole.

-- name: app_years
SELECT year FROM academic_year WHERE centre_id = :centre ORDER BY year

-- name: app_schools
SELECT id FROM organisation WHERE centre_id = :centre AND kind = 'school' ORDER BY id

-- name: app_integrity
SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'
-- postgres:
SELECT CAST(indexrelid AS text) AS integrity_check FROM pg_index WHERE NOT indisvalid

-- name: app_broken_references
SELECT "table" AS table_name, rowid AS row_id, parent FROM pragma_foreign_key_check
-- postgres:
SELECT CAST(conrelid AS text) AS table_name, conname AS row_id, contype AS parent FROM pg_constraint WHERE NOT convalidated

-- name: app_accounts_without_organisation
SELECT a.login, a.organisation_id FROM account a
WHERE a.centre_id = :centre AND a.organisation_id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM organisation o WHERE o.centre_id = a.centre_id AND o.id = a.organisation_id)
