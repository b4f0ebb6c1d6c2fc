-- The organisations a token may be bound to.

-- name: token_organisations
SELECT id, name FROM organisation WHERE centre_id = :centre ORDER BY name COLLATE ru, id

-- name: token_organisation
SELECT name FROM organisation WHERE centre_id = :centre AND id = ?1
