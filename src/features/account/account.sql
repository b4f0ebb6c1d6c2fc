-- Organisations a person can belong to, for the form of an account.

-- name: account_organisations
SELECT id, name FROM organisation WHERE centre_id = :centre ORDER BY name COLLATE ru, id

-- name: account_organisation
SELECT name FROM organisation WHERE centre_id = :centre AND id = ?1
