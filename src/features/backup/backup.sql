-- The schedule of copies and what it is counted from.

-- name: backup_setting
SELECT enabled, hour, daily, weekly, monthly, since FROM backup_setting WHERE centre_id = :centre

-- name: backup_setting_save
INSERT INTO backup_setting (centre_id, enabled, hour, daily, weekly, monthly, since) VALUES (:centre, ?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (centre_id) DO UPDATE SET enabled = ?1, hour = ?2, daily = ?3, weekly = ?4, monthly = ?5, since = ?6

-- What the first copy by itself waits for: the hour after the centre was made.
-- name: backup_first_moment
SELECT at FROM audit WHERE centre_id = :centre ORDER BY id LIMIT 1
