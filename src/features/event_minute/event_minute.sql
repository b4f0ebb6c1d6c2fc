-- Drafts of events. A draft is its author's: every statement names the account.

-- name: event_draft_of_key
SELECT id, form_key, title, typed, activity, changed_at FROM event_draft
WHERE centre_id = :centre AND account_id = ?1 AND form_key = ?2

-- name: event_draft_one
SELECT id, form_key, title, typed, activity, changed_at FROM event_draft
WHERE centre_id = :centre AND account_id = ?1 AND id = ?2 AND activity IS NULL

-- What somebody made of which form: for «save and the next one».
-- name: event_draft_done
SELECT id, form_key, title, typed, activity, changed_at FROM event_draft
WHERE centre_id = :centre AND account_id = ?1 AND activity = ?2 ORDER BY id DESC LIMIT 1

-- name: event_draft_open
SELECT d.id AS id, d.title AS title, d.changed_at AS changed_at,
    (SELECT count(*) FROM file AS f WHERE f.centre_id = :centre AND f.register_name = 'event_draft' AND f.row_id = d.id) AS files
FROM event_draft AS d
WHERE d.centre_id = :centre AND d.account_id = ?1 AND d.activity IS NULL
ORDER BY d.changed_at DESC, d.id DESC LIMIT 30

-- name: event_draft_add
INSERT INTO event_draft (centre_id, id, account_id, form_key, title, typed, changed_at) VALUES (:centre, ?1, ?2, ?3, ?4, ?5, ?6)

-- name: event_draft_change
UPDATE event_draft SET title = ?2, typed = ?3, changed_at = ?4 WHERE centre_id = :centre AND id = ?1

-- name: event_draft_end
UPDATE event_draft SET activity = ?2, changed_at = ?3 WHERE centre_id = :centre AND id = ?1

-- name: event_draft_drop
DELETE FROM event_draft WHERE centre_id = :centre AND account_id = ?1 AND id = ?2

-- Forms that became an event long ago: nobody sends them a second time.
-- name: event_draft_sweep
DELETE FROM event_draft WHERE centre_id = :centre AND account_id = ?1 AND activity IS NOT NULL AND changed_at < ?2

-- How the newest activity of each title of these years was: what a chosen title fills in.
-- name: event_titles
SELECT a.title AS title, a.kind AS kind, a.grade_from AS grade_from, a.grade_to AS grade_to
FROM activity AS a
WHERE a.centre_id = :centre AND a.year BETWEEN ?1 AND ?2
    AND a.id IN (SELECT max(b.id) FROM activity AS b WHERE b.centre_id = :centre AND b.year BETWEEN ?1 AND ?2 GROUP BY b.title)
ORDER BY a.title COLLATE ru, a.id
LIMIT 400

-- name: event_last_time
SELECT direction, level, centre_role, coalesce(performed_by, '') AS performed_by, coalesce(format, '') AS format,
    coalesce(audience, '') AS audience
FROM activity WHERE centre_id = :centre AND title = ?1 AND year BETWEEN ?2 AND ?3
ORDER BY year DESC, id DESC LIMIT 1

-- Everybody who may have sent people, schools first.
-- name: event_organisations
SELECT id, name, coalesce(short_name, '') AS short_name, coalesce(code, '') AS code, kind FROM organisation
WHERE centre_id = :centre
ORDER BY CASE kind WHEN 'school' THEN 0 WHEN 'further' THEN 1 WHEN 'kindergarten' THEN 2 ELSE 3 END, name COLLATE ru, id
LIMIT 2000

-- What the centre has in its record of one day; the same title is told apart by the program.
-- name: event_of_day
SELECT id, title FROM activity WHERE centre_id = :centre AND period_first = ?1 AND period_precision = 'day' ORDER BY id

-- Points that wait to be fulfilled and stand in this month, last the whole year or have no term.
-- name: event_points
SELECT id, title, term_precision AS precision FROM plan_item
WHERE centre_id = :centre AND year = ?1 AND status = 'planned'
    AND (term_first IS NULL OR term_precision NOT IN ('day', 'month')
         OR (CAST(term_first AS text) <= CAST(?3 AS text) AND CAST(term_last AS text) >= CAST(?2 AS text)))
ORDER BY CASE WHEN term_precision IN ('day', 'month') THEN 0 ELSE 1 END, term_first NULLS LAST, title COLLATE ru, id
LIMIT 100

-- name: event_point
SELECT id, title, term_precision AS precision FROM plan_item WHERE centre_id = :centre AND id = ?1

-- name: event_year
SELECT id FROM academic_year WHERE centre_id = :centre AND year = ?1
