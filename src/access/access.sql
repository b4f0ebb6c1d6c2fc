-- Statements of accounts, sessions, failed sign-ins and the audit trail.

-- name: access_centre
SELECT id, name, short_name, zone, demo, seed FROM centre WHERE id = :centre

-- name: access_centre_list
SELECT id, name, short_name, zone, demo, seed FROM centre ORDER BY id

-- name: access_centre_add
INSERT INTO centre (id, name, short_name, zone, demo, seed) SELECT MAX(id) + 1, ?1, ?2, ?3, ?4, CAST(?5 AS bigint) FROM centre
RETURNING id

-- name: access_centre_save
UPDATE centre SET name = ?1, short_name = ?2, zone = ?3, demo = ?4, seed = ?5 WHERE id = :centre

-- name: access_actor_of_token
SELECT s.id AS session_id, s.csrf, s.seen_at, a.id AS account_id, a.login, a.name, a.roles, a.organisation_id,
  c.id AS centre_id, c.name AS centre_name, c.short_name, c.zone, c.demo, c.seed
FROM session s JOIN account a ON a.centre_id = s.centre_id AND a.id = s.account_id JOIN centre c ON c.id = s.centre_id
WHERE s.centre_id = :centre AND s.token_hash = ?1 AND s.seen_at > ?2 AND s.started_at > ?3 AND a.closed = 0

-- name: access_session_add
INSERT INTO session (centre_id, id, account_id, token_hash, csrf, started_at, seen_at)
VALUES (:centre, ?1, ?2, ?3, ?4, ?5, ?5)

-- name: access_session_renew
UPDATE session SET token_hash = ?2, csrf = ?3, seen_at = ?4 WHERE centre_id = :centre AND id = ?1

-- name: access_session_seen
UPDATE session SET seen_at = ?2 WHERE centre_id = :centre AND id = ?1 AND seen_at < ?2

-- name: access_session_drop
DELETE FROM session WHERE centre_id = :centre AND id = ?1

-- name: access_session_drop_over
DELETE FROM session WHERE centre_id = :centre AND (seen_at <= ?1 OR started_at <= ?2)

-- name: access_session_drop_account
DELETE FROM session WHERE centre_id = :centre AND account_id = ?1 AND id <> ?2

-- name: access_account_by_login
SELECT id, login, name, password, roles, organisation_id, closed FROM account WHERE centre_id = :centre AND login = ?1

-- name: access_account_by_id
SELECT login, name, roles, organisation_id, closed FROM account WHERE centre_id = :centre AND id = ?1

-- name: access_account_list
SELECT id, login, name, roles, organisation_id, closed FROM account WHERE centre_id = :centre
ORDER BY closed, login

-- name: access_account_add
INSERT INTO account (centre_id, id, login, name, password, roles, organisation_id)
VALUES (:centre, ?1, ?2, ?3, ?4, ?5, ?6)

-- name: access_account_password
UPDATE account SET password = ?2, version = version + 1 WHERE centre_id = :centre AND id = ?1

-- name: access_account_roles
UPDATE account SET roles = ?2, version = version + 1 WHERE centre_id = :centre AND id = ?1

-- name: access_account_person
UPDATE account SET login = ?2, name = ?3, organisation_id = ?4, version = version + 1 WHERE centre_id = :centre AND id = ?1

-- name: access_account_closed
UPDATE account SET closed = ?2, version = version + 1 WHERE centre_id = :centre AND id = ?1

-- name: access_failure_add
INSERT INTO sign_in_failure (centre_id, id, at, login_hash, address_hash) VALUES (:centre, ?1, ?2, ?3, ?4)

-- name: access_failure_drop_old
DELETE FROM sign_in_failure WHERE centre_id = :centre AND at <= ?1

-- name: access_failure_drop_login
DELETE FROM sign_in_failure WHERE centre_id = :centre AND login_hash = ?1

-- The moment from which the limit is reached: the ?3-th newest failure since ?2; no row when there are fewer.
-- name: access_failure_by_login
SELECT at FROM sign_in_failure WHERE centre_id = :centre AND login_hash = ?1 AND at > ?2
ORDER BY at DESC, id DESC LIMIT 1 OFFSET ?3

-- name: access_failure_by_address
SELECT at FROM sign_in_failure WHERE centre_id = :centre AND address_hash = ?1 AND at > ?2
ORDER BY at DESC, id DESC LIMIT 1 OFFSET ?3

-- name: access_audit_add
INSERT INTO audit (centre_id, id, at, account_id, table_name, row_id, verb, field, old_value, new_value)
VALUES (:centre, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)

-- name: access_audit_list
SELECT u.at, u.verb, u.field, u.old_value, u.new_value, a.name AS who
FROM audit u LEFT JOIN account a ON a.centre_id = u.centre_id AND a.id = u.account_id
WHERE u.centre_id = :centre AND u.table_name = ?1 AND u.row_id = ?2
ORDER BY u.id
