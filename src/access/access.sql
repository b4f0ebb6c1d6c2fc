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

-- Moments further ahead than ?4 were written by a clock that has been set back since: such a session would not end in its time.
-- name: access_actor_of_token
SELECT s.id AS session_id, s.csrf, s.seen_at, a.id AS account_id, a.login, a.name, a.roles, a.organisation_id,
  c.id AS centre_id, c.name AS centre_name, c.short_name, c.zone, c.demo, c.seed
FROM session s JOIN account a ON a.centre_id = s.centre_id AND a.id = s.account_id JOIN centre c ON c.id = s.centre_id
WHERE s.centre_id = :centre AND s.token_hash = ?1 AND s.seen_at > ?2 AND s.seen_at < ?4 AND s.started_at > ?3
  AND s.started_at < ?4 AND a.closed = 0

-- name: access_session_add
INSERT INTO session (centre_id, id, account_id, token_hash, csrf, started_at, seen_at)
VALUES (:centre, ?1, ?2, ?3, ?4, ?5, ?5)

-- name: access_session_renew
UPDATE session SET token_hash = ?2, csrf = ?3, seen_at = ?4 WHERE centre_id = :centre AND id = ?1

-- name: access_session_seen
UPDATE session SET seen_at = ?2 WHERE centre_id = :centre AND id = ?1 AND (seen_at < ?2 OR seen_at >= ?3)

-- name: access_session_drop
DELETE FROM session WHERE centre_id = :centre AND id = ?1

-- name: access_session_drop_over
DELETE FROM session WHERE centre_id = :centre AND (seen_at <= ?1 OR started_at <= ?2 OR started_at >= ?3)

-- name: access_session_drop_account
DELETE FROM session WHERE centre_id = :centre AND account_id = ?1 AND id <> ?2

-- name: access_actor_of_access_token
SELECT t.id AS token_id, t.role, t.organisation_id, t.until_day, t.seen_at, t.revoked_at, a.id AS account_id, a.login, a.name,
  a.closed, c.id AS centre_id, c.name AS centre_name, c.short_name, c.zone, c.demo, c.seed
FROM access_token t JOIN account a ON a.centre_id = t.centre_id AND a.id = t.account_id JOIN centre c ON c.id = t.centre_id
WHERE t.centre_id = :centre AND t.token_hash = ?1

-- name: access_token_add
INSERT INTO access_token (centre_id, id, account_id, name, role, organisation_id, token_hash, made_at, until_day)
VALUES (:centre, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)

-- name: access_token_list
SELECT t.id, t.account_id, a.name AS account_name, a.closed, t.name, t.role, t.organisation_id, t.made_at, t.until_day, t.seen_at,
  t.revoked_at
FROM (SELECT id, account_id, name, role, organisation_id, made_at, until_day, seen_at, revoked_at FROM access_token
  WHERE centre_id = :centre ORDER BY id DESC LIMIT 500) t
JOIN account a ON a.centre_id = :centre AND a.id = t.account_id
ORDER BY t.id DESC

-- name: access_token_seen
UPDATE access_token SET seen_at = ?2 WHERE centre_id = :centre AND id = ?1 AND (seen_at IS NULL OR seen_at < ?2)

-- name: access_token_revoke
UPDATE access_token SET revoked_at = ?2 WHERE centre_id = :centre AND id = ?1 AND revoked_at IS NULL

-- name: access_token_revoke_account
UPDATE access_token SET revoked_at = ?2 WHERE centre_id = :centre AND account_id = ?1 AND revoked_at IS NULL

-- name: access_account_by_login
SELECT id, login, name, password, roles, organisation_id, closed FROM account WHERE centre_id = :centre AND login = ?1

-- name: access_account_by_id
SELECT login, name, roles, organisation_id, closed FROM account WHERE centre_id = :centre AND id = ?1

-- What a seal is made with; nothing of it leaves the room.
-- name: access_account_secret
SELECT password FROM account WHERE centre_id = :centre AND id = ?1 AND closed = 0

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
DELETE FROM sign_in_failure WHERE centre_id = :centre AND (at <= ?1 OR at >= ?2)

-- name: access_failure_drop_login
DELETE FROM sign_in_failure WHERE centre_id = :centre AND login_hash = ?1

-- The moment from which the limit is reached: the ?3-th newest failure since ?2; no row when there are fewer. Those of ?4 and
-- later were written by a clock that has been set back since.
-- name: access_failure_by_login
SELECT at FROM sign_in_failure WHERE centre_id = :centre AND login_hash = ?1 AND at > ?2 AND at < ?4
ORDER BY at DESC, id DESC LIMIT 1 OFFSET ?3

-- name: access_failure_by_address
SELECT at FROM sign_in_failure WHERE centre_id = :centre AND address_hash = ?1 AND at > ?2 AND at < ?4
ORDER BY at DESC, id DESC LIMIT 1 OFFSET ?3

-- name: access_audit_add
INSERT INTO audit (centre_id, id, at, account_id, table_name, row_id, verb, field, old_value, new_value)
VALUES (:centre, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)

-- name: access_audit_list
SELECT u.at, u.verb, u.field, u.old_value, u.new_value, a.name AS who
FROM audit u LEFT JOIN account a ON a.centre_id = u.centre_id AND a.id = u.account_id
WHERE u.centre_id = :centre AND u.table_name = ?1 AND u.row_id = ?2
ORDER BY u.id
