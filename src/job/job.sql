-- Statements of long work. A lease further ahead than any lease may be was given by a clock that has been set back since: it
-- counts as over (?3), and so does a waiting further ahead than any waiting may be (?2).

-- name: job_add
INSERT INTO job (centre_id, id, kind, subject, args, once, run_after, asked_by, asked_at, lang, year)
VALUES (:centre, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)

-- name: job_alive_like
SELECT id FROM job WHERE centre_id = :centre AND kind = ?1 AND args = ?2 AND subject = ?3 AND state IN ('waiting', 'running')
ORDER BY id LIMIT 1

-- name: job_by_once
SELECT id FROM job WHERE centre_id = :centre AND once = ?1

-- name: job_claimable
SELECT id, kind FROM job WHERE centre_id = :centre AND (
  state = 'waiting' AND (run_after <= ?1 OR run_after > ?2) OR
  state = 'running' AND (lease_until <= ?1 OR lease_until > ?3))
ORDER BY id LIMIT 50

-- name: job_claim
UPDATE job SET state = 'running', attempts = attempts + 1, lease_by = ?5, lease_until = ?6, started_at = ?1, ended_at = NULL,
  why = '', why_technical = '', progress_done = 0, progress_total = NULL, stage = ''
WHERE centre_id = :centre AND id = ?4 AND (
  state = 'waiting' AND (run_after <= ?1 OR run_after > ?2) OR
  state = 'running' AND (lease_until <= ?1 OR lease_until > ?3))
RETURNING id
-- postgres:
UPDATE job SET state = 'running', attempts = attempts + 1, lease_by = ?5, lease_until = ?6, started_at = ?1, ended_at = NULL,
  why = '', why_technical = '', progress_done = 0, progress_total = NULL, stage = ''
WHERE centre_id = :centre AND id = (SELECT j.id FROM job j WHERE j.centre_id = :centre AND j.id = ?4 AND (
  j.state = 'waiting' AND (j.run_after <= ?1 OR j.run_after > ?2) OR
  j.state = 'running' AND (j.lease_until <= ?1 OR j.lease_until > ?3)) FOR UPDATE SKIP LOCKED)
RETURNING id

-- name: job_beat
UPDATE job SET lease_until = ?3, progress_done = ?4, progress_total = ?5, stage = ?6
WHERE centre_id = :centre AND id = ?1 AND lease_by = ?2 AND state = 'running'
RETURNING cancel

-- name: job_end
UPDATE job SET state = ?3, ended_at = ?4, result = ?5, why = ?6, why_technical = ?7, lease_by = NULL, lease_until = NULL
WHERE centre_id = :centre AND id = ?1 AND lease_by = ?2 AND state = 'running'

-- name: job_back
UPDATE job SET state = 'waiting', run_after = ?3, attempts = ?4, why = ?5, why_technical = ?6, lease_by = NULL, lease_until = NULL
WHERE centre_id = :centre AND id = ?1 AND lease_by = ?2 AND state = 'running'

-- name: job_free_all
UPDATE job SET lease_until = 0 WHERE centre_id = :centre AND state = 'running'

-- name: job_cancel
UPDATE job SET cancel = 1, state = CASE WHEN state = 'waiting' THEN 'cancelled' ELSE state END,
  ended_at = CASE WHEN state = 'waiting' THEN ?2 ELSE ended_at END
WHERE centre_id = :centre AND id = ?1 AND state IN ('waiting', 'running')

-- name: job_again
UPDATE job SET state = 'waiting', cancel = 0, attempts = 0, run_after = ?2, ended_at = NULL
WHERE centre_id = :centre AND id = ?1 AND state IN ('failed', 'cancelled')

-- name: job_one
SELECT j.id, j.kind, j.subject, j.args, j.state, j.cancel, j.progress_done, j.progress_total, j.stage, j.attempts, j.asked_by,
  COALESCE(a.name, '') AS asked_name, j.asked_at, j.started_at, j.ended_at, j.lang, j.year, j.why, j.why_technical, j.result,
  COALESCE(f.name, '') AS file_name, COALESCE(f.type, '') AS file_type, length(f.bytes) AS file_size
FROM job j LEFT JOIN account a ON a.centre_id = j.centre_id AND a.id = j.asked_by
  LEFT JOIN job_file f ON f.centre_id = j.centre_id AND f.job_id = j.id
WHERE j.centre_id = :centre AND j.id = ?1

-- The newest two hundred of all, and those of one person.
-- name: job_list_all
SELECT j.id, j.kind, j.subject, j.args, j.state, j.cancel, j.progress_done, j.progress_total, j.stage, j.attempts, j.asked_by,
  COALESCE(a.name, '') AS asked_name, j.asked_at, j.started_at, j.ended_at, j.lang, j.year, j.why, j.why_technical, j.result,
  COALESCE(f.name, '') AS file_name, COALESCE(f.type, '') AS file_type, length(f.bytes) AS file_size
FROM job j LEFT JOIN account a ON a.centre_id = j.centre_id AND a.id = j.asked_by
  LEFT JOIN job_file f ON f.centre_id = j.centre_id AND f.job_id = j.id
WHERE j.centre_id = :centre AND j.id > 0
ORDER BY j.id DESC LIMIT 200

-- name: job_list_own
SELECT j.id, j.kind, j.subject, j.args, j.state, j.cancel, j.progress_done, j.progress_total, j.stage, j.attempts, j.asked_by,
  COALESCE(a.name, '') AS asked_name, j.asked_at, j.started_at, j.ended_at, j.lang, j.year, j.why, j.why_technical, j.result,
  COALESCE(f.name, '') AS file_name, COALESCE(f.type, '') AS file_type, length(f.bytes) AS file_size
FROM job j LEFT JOIN account a ON a.centre_id = j.centre_id AND a.id = j.asked_by
  LEFT JOIN job_file f ON f.centre_id = j.centre_id AND f.job_id = j.id
WHERE j.centre_id = :centre AND j.asked_by = ?1
ORDER BY j.id DESC LIMIT 200

-- name: job_latest_of_kind
SELECT j.id, j.kind, j.subject, j.args, j.state, j.cancel, j.progress_done, j.progress_total, j.stage, j.attempts, j.asked_by,
  '' AS asked_name, j.asked_at, j.started_at, j.ended_at, j.lang, j.year, j.why, j.why_technical, j.result,
  '' AS file_name, '' AS file_type, CAST(NULL AS bigint) AS file_size
FROM job j WHERE j.centre_id = :centre AND j.kind = ?1 AND (CAST(?2 AS text) = '' OR j.state = ?2) ORDER BY j.id DESC LIMIT 1

-- name: job_file_drop
DELETE FROM job_file WHERE centre_id = :centre AND job_id = ?1

-- name: job_file_add
INSERT INTO job_file (centre_id, job_id, name, type, bytes) VALUES (:centre, ?1, ?2, ?3, ?4)

-- name: job_file_bytes
SELECT bytes FROM job_file WHERE centre_id = :centre AND job_id = ?1

-- name: job_drop_old
DELETE FROM job WHERE centre_id = :centre AND state IN ('done', 'failed', 'cancelled') AND ended_at < ?1

-- Jobs that cannot be as they are, for doctor: a lease without an end, an end without a state.
-- name: job_odd
SELECT id, kind, state FROM job WHERE centre_id = :centre AND state IN ('waiting', 'running', 'done', 'failed', 'cancelled') AND (
  state = 'running' AND (lease_by IS NULL OR lease_until IS NULL) OR
  state IN ('done', 'failed', 'cancelled') AND ended_at IS NULL OR
  state = 'waiting' AND lease_by IS NOT NULL OR
  progress_total IS NOT NULL AND progress_done > progress_total)
ORDER BY id
