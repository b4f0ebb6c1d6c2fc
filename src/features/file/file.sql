-- Files of rows. Whoever asks here has asked before whether he may see the row.

-- name: file_of_row
SELECT f.id, f.register_name, f.row_id, f.name, f.words, f.sha256, f.bytes, f.type, f.width, f.height, f.small, f.view, f.publish,
  f.added_at, COALESCE(a.name, '') AS who
FROM file f LEFT JOIN account a ON a.centre_id = f.centre_id AND a.id = f.added_by
WHERE f.centre_id = :centre AND f.register_name = ?1 AND f.row_id = ?2
ORDER BY f.id

-- name: file_one
SELECT f.id, f.register_name, f.row_id, f.name, f.words, f.sha256, f.bytes, f.type, f.width, f.height, f.small, f.view, f.publish,
  f.added_at, COALESCE(a.name, '') AS who
FROM file f LEFT JOIN account a ON a.centre_id = f.centre_id AND a.id = f.added_by
WHERE f.centre_id = :centre AND f.id = ?1

-- The same content was looked at already.
-- name: file_like
SELECT type, width, height, small, view FROM file WHERE centre_id = :centre AND sha256 = ?1 LIMIT 1

-- name: file_twin
SELECT id FROM file WHERE centre_id = :centre AND register_name = ?1 AND row_id = ?2 AND sha256 = ?3

-- name: file_add
INSERT INTO file (centre_id, id, register_name, row_id, name, words, sha256, bytes, type, width, height, small, view, publish, added_by,
  added_at)
VALUES (:centre, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)

-- name: file_change
UPDATE file SET words = ?2, publish = ?3, version = version + 1 WHERE centre_id = :centre AND id = ?1

-- name: file_drop
DELETE FROM file WHERE centre_id = :centre AND id = ?1

-- What the files of the centre take on the disk: a content that hangs on several rows lies there once.
-- name: file_used
SELECT COALESCE(SUM(bytes), 0) AS bytes FROM (SELECT DISTINCT sha256, bytes FROM file WHERE centre_id = :centre) AS contents

-- name: file_upload_add
INSERT INTO file_upload (centre_id, id, account_id, register_name, row_id, name, words, publish, bytes, began_at)
VALUES (:centre, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)

-- name: file_upload_one
SELECT id, register_name, row_id, name, words, publish, bytes, file_id, sha256 FROM file_upload
WHERE centre_id = :centre AND id = ?1 AND account_id = ?2

-- The same file to the same row, not finished: it goes on.
-- name: file_upload_like
SELECT id, register_name, row_id, name, words, publish, bytes, file_id, sha256 FROM file_upload
WHERE centre_id = :centre AND account_id = ?1 AND register_name = ?2 AND row_id = ?3 AND name = ?4 AND bytes = ?5 AND file_id IS NULL
ORDER BY id LIMIT 1

-- What this person has begun and not ended.
-- name: file_upload_open
SELECT COUNT(*) AS n, COALESCE(SUM(bytes), 0) AS bytes FROM file_upload WHERE centre_id = :centre AND account_id = ?1 AND file_id IS NULL

-- name: file_upload_end
UPDATE file_upload SET file_id = ?2, sha256 = ?3 WHERE centre_id = :centre AND id = ?1

-- name: file_upload_drop
DELETE FROM file_upload WHERE centre_id = :centre AND id = ?1

-- name: file_upload_old
SELECT id FROM file_upload WHERE centre_id = :centre AND began_at < ?1 ORDER BY began_at, id

-- The hashes that rows name between two, for the sweeper and for doctor.
-- name: file_named
SELECT sha256, MAX(bytes) AS bytes FROM file WHERE centre_id = :centre AND sha256 >= ?1 AND sha256 < ?2 GROUP BY sha256
UNION ALL SELECT small, CAST(-1 AS bigint) FROM file WHERE centre_id = :centre AND small >= ?1 AND small < ?2
UNION ALL SELECT view, CAST(-1 AS bigint) FROM file WHERE centre_id = :centre AND view >= ?1 AND view < ?2
ORDER BY 1

-- Where a content hangs, itself or as one of the smaller pictures.
-- name: file_where
SELECT register_name, row_id, name FROM file WHERE centre_id = :centre AND sha256 = ?1
UNION SELECT register_name, row_id, name FROM file WHERE centre_id = :centre AND small = ?1
UNION SELECT register_name, row_id, name FROM file WHERE centre_id = :centre AND view = ?1
ORDER BY 1, 2, 3

-- A draft became a row: what it brought hangs on that.
-- name: file_move
UPDATE file SET register_name = ?3, row_id = ?4 WHERE centre_id = :centre AND register_name = ?1 AND row_id = ?2

-- name: file_drop_of_row
DELETE FROM file WHERE centre_id = :centre AND register_name = ?1 AND row_id = ?2

-- name: file_drop_one
DELETE FROM file WHERE centre_id = :centre AND register_name = ?1 AND row_id = ?2 AND id = ?3

-- The newest of the centre, from an id downwards.
-- name: file_newest
SELECT f.id, f.register_name, f.row_id, f.name, f.words, f.sha256, f.bytes, f.type, f.width, f.height, f.small, f.view, f.publish,
  f.added_at, COALESCE(a.name, '') AS who
FROM file f LEFT JOIN account a ON a.centre_id = f.centre_id AND a.id = f.added_by
WHERE f.centre_id = :centre AND f.id < ?1
ORDER BY f.id DESC LIMIT ?2
