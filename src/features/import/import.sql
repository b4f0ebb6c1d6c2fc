-- Statements of imports.

-- name: import_add
INSERT INTO import (centre_id, id, register, file_name, year, sheet, lines, mapping, made_by, made_at)
VALUES (:centre, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)

-- name: import_file_add
INSERT INTO import_file (centre_id, import_id, bytes) VALUES (:centre, ?1, ?2)

-- name: import_file_bytes
SELECT bytes FROM import_file WHERE centre_id = :centre AND import_id = ?1

-- name: import_one
SELECT i.id, i.register, i.file_name, i.year, i.sheet, i.lines, i.mapping, i.answers, i.questions, i.state, i.moved, i.fingerprint,
  i.made_by, COALESCE(a.name, '') AS made_by_name, i.made_at, i.done_at, i.undone_at
FROM import i LEFT JOIN account a ON a.centre_id = i.centre_id AND a.id = i.made_by
WHERE i.centre_id = :centre AND i.id = ?1

-- The newest two hundred, of one register or (empty) of all.
-- name: import_list
SELECT i.id, i.register, i.file_name, i.year, i.sheet, i.lines, '' AS mapping, '' AS answers, '' AS questions, i.state, i.moved,
  i.fingerprint, i.made_by, COALESCE(a.name, '') AS made_by_name, i.made_at, i.done_at, i.undone_at
FROM import i LEFT JOIN account a ON a.centre_id = i.centre_id AND a.id = i.made_by
WHERE i.centre_id = :centre AND i.id > 0 AND (CAST(?1 AS text) = '' OR i.register = ?1)
ORDER BY i.id DESC LIMIT 200

-- name: import_set_mapping
UPDATE import SET mapping = ?2, sheet = ?3, lines = ?4, answers = '[]', questions = '[]', state = 'taken', fingerprint = '', moved = 0
WHERE centre_id = :centre AND id = ?1 AND state IN ('taken', 'looked')

-- name: import_set_answers
UPDATE import SET answers = ?2 WHERE centre_id = :centre AND id = ?1 AND state = 'looked'

-- name: import_looked
UPDATE import SET state = 'looked', questions = ?2, fingerprint = ?3, moved = ?4
WHERE centre_id = :centre AND id = ?1 AND state IN ('taken', 'looked')

-- name: import_done
UPDATE import SET state = 'done', questions = '[]', fingerprint = ?2, moved = 0, done_at = ?3
WHERE centre_id = :centre AND id = ?1 AND state IN ('taken', 'looked')

-- name: import_undone
UPDATE import SET state = 'undone', undone_at = ?2 WHERE centre_id = :centre AND id = ?1 AND state = 'done'

-- What was never done, or was taken back, may go with its file.
-- name: import_drop
DELETE FROM import WHERE centre_id = :centre AND id = ?1 AND state IN ('taken', 'looked', 'undone')

-- name: import_lines_drop
DELETE FROM import_line WHERE centre_id = :centre AND import_id = ?1

-- Lines by the hundred: [[number, verdict, row, version, title, faults, old values], …].
-- name: import_lines_add
INSERT INTO import_line (centre_id, import_id, number, verdict, row_id, row_version, title, faults, old_values)
SELECT :centre, ?1, json_extract(j.value, '$[0]'), json_extract(j.value, '$[1]'), json_extract(j.value, '$[2]'),
  json_extract(j.value, '$[3]'), json_extract(j.value, '$[4]'), json_extract(j.value, '$[5]'), json_extract(j.value, '$[6]')
FROM json_each(?2) j
-- postgres:
INSERT INTO import_line (centre_id, import_id, number, verdict, row_id, row_version, title, faults, old_values)
SELECT :centre, ?1, CAST(j.value ->> 0 AS bigint), j.value ->> 1, CAST(j.value ->> 2 AS bigint), CAST(j.value ->> 3 AS bigint),
  j.value ->> 4, j.value ->> 5, j.value ->> 6
FROM jsonb_array_elements(CAST(?2 AS jsonb)) j

-- name: import_counts
SELECT verdict, COUNT(*) AS n FROM import_line WHERE centre_id = :centre AND import_id = ?1 GROUP BY verdict

-- Of one verdict, or (empty) of all; a page of them.
-- name: import_lines_page
SELECT number, verdict, row_id, row_version, title, faults, '' AS old_values FROM import_line
WHERE centre_id = :centre AND import_id = ?1 AND (CAST(?2 AS text) = '' OR verdict = ?2)
ORDER BY number LIMIT ?3 OFFSET ?4

-- name: import_lines_past
SELECT number, verdict, row_id, row_version, title, '' AS faults, old_values FROM import_line
WHERE centre_id = :centre AND import_id = ?1 AND verdict IN ('new', 'changed') ORDER BY number

-- name: import_lines_all
SELECT number, verdict, row_id, row_version, title, faults, '' AS old_values FROM import_line
WHERE centre_id = :centre AND import_id = ?1 ORDER BY number

-- name: import_mapping_of
SELECT mapping FROM import_mapping WHERE centre_id = :centre AND register = ?1 AND signature = ?2

-- name: import_mapping_set
INSERT INTO import_mapping (centre_id, register, signature, mapping, used_at) VALUES (:centre, ?1, ?2, ?3, ?4)
ON CONFLICT (centre_id, register, signature) DO UPDATE SET mapping = excluded.mapping, used_at = excluded.used_at
