-- name: analysis_of_year
SELECT id, version, year, title, state, letter_number, letter_date FROM analysis WHERE centre_id = :centre AND year = ?1

-- name: analysis_years
SELECT year FROM analysis WHERE centre_id = :centre ORDER BY year DESC

-- name: analysis_add
INSERT INTO analysis (centre_id, id, version, year, title, state) VALUES (:centre, ?1, 1, ?2, ?3, 'draft')

-- name: analysis_move
UPDATE analysis SET state = ?3, version = version + 1 WHERE centre_id = :centre AND id = ?1 AND version = ?2

-- name: analysis_letter
UPDATE analysis SET letter_number = ?2, letter_date = ?3 WHERE centre_id = :centre AND id = ?1

-- name: analysis_sections
SELECT id, version, position, kind, task_number, title, state FROM analysis_section
WHERE centre_id = :centre AND analysis_id = ?1 ORDER BY position, id

-- name: analysis_section_one
SELECT s.id, s.version, s.position, s.kind, s.task_number, s.title, s.state, a.id AS analysis_id, a.year, a.state AS analysis_state
FROM analysis_section s JOIN analysis a ON a.centre_id = s.centre_id AND a.id = s.analysis_id
WHERE s.centre_id = :centre AND s.id = ?1

-- name: analysis_section_add
INSERT INTO analysis_section (centre_id, id, version, analysis_id, position, kind, task_number, title, state)
VALUES (:centre, ?1, 1, ?2, ?3, ?4, ?5, ?6, 'draft')

-- name: analysis_section_state
UPDATE analysis_section SET state = ?3, version = version + 1 WHERE centre_id = :centre AND id = ?1 AND version = ?2

-- name: analysis_blocks
SELECT b.id, b.version, b.section_id, b.position, b.kind, b.text, b.changed_at, b.changed_by
FROM analysis_block b JOIN analysis_section s ON s.centre_id = b.centre_id AND s.id = b.section_id
WHERE b.centre_id = :centre AND s.analysis_id = ?1 ORDER BY s.position, s.id, b.position, b.id

-- name: analysis_block_one
SELECT b.id, b.version, b.section_id, b.position, b.kind, b.text, b.changed_at, b.changed_by, a.id AS analysis_id, a.year,
    a.state AS analysis_state, s.title AS section_title
FROM analysis_block b JOIN analysis_section s ON s.centre_id = b.centre_id AND s.id = b.section_id
JOIN analysis a ON a.centre_id = s.centre_id AND a.id = s.analysis_id
WHERE b.centre_id = :centre AND b.id = ?1

-- name: analysis_block_add
INSERT INTO analysis_block (centre_id, id, version, section_id, position, kind, text, changed_at, changed_by)
VALUES (:centre, ?1, 1, ?2, ?3, ?4, ?5, ?6, ?7)

-- name: analysis_block_save
UPDATE analysis_block SET text = ?3, version = version + 1, changed_at = ?4, changed_by = ?5
WHERE centre_id = :centre AND id = ?1 AND version = ?2

-- name: analysis_block_remove
DELETE FROM analysis_block WHERE centre_id = :centre AND id = ?1 AND version = ?2

-- name: analysis_blocks_shift
UPDATE analysis_block SET position = position + 1 WHERE centre_id = :centre AND section_id = ?1 AND position > ?2

-- name: analysis_block_place
UPDATE analysis_block SET position = ?2 WHERE centre_id = :centre AND id = ?1

-- name: analysis_editions
SELECT id, number, made_at, made_by_name, program, sha256, docx_sha256 FROM analysis_edition
WHERE centre_id = :centre AND analysis_id = ?1 ORDER BY number DESC

-- name: analysis_edition_one
SELECT e.id, e.number, e.made_at, e.made_by_name, e.program, e.sha256, e.docx_sha256, e.json, a.year
FROM analysis_edition e JOIN analysis a ON a.centre_id = e.centre_id AND a.id = e.analysis_id
WHERE e.centre_id = :centre AND e.id = ?1

-- name: analysis_edition_add
INSERT INTO analysis_edition (centre_id, id, analysis_id, number, made_at, made_by, made_by_name, program, json, sha256, docx_sha256)
VALUES (:centre, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)

-- name: analysis_issued_add
INSERT INTO analysis_issued (centre_id, id, bytes) VALUES (:centre, ?1, ?2)

-- name: analysis_issued_one
SELECT bytes FROM analysis_issued WHERE centre_id = :centre AND id = ?1

-- name: analysis_tasks
SELECT number, title, direction FROM task WHERE centre_id = :centre AND year = ?1 ORDER BY number

-- name: analysis_decisions
SELECT id, section, text, owner, due_last, indicator, target, status FROM decision
WHERE centre_id = :centre AND year = ?1 ORDER BY section NULLS LAST, id

-- name: analysis_document_by_code
SELECT id, number, date_first, date_last, date_precision, title FROM document WHERE centre_id = :centre AND code = ?1

-- name: analysis_year_goal
SELECT COALESCE(goal, '') AS goal FROM academic_year WHERE centre_id = :centre AND year = ?1

-- name: analysis_centre
SELECT name, short_name, zone FROM centre WHERE id = :centre

-- name: analysis_activity_by_code
SELECT id, title, grade_from, grade_to, period_first, period_last, period_precision FROM activity
WHERE centre_id = :centre AND year = ?1 AND code = ?2

-- name: analysis_activities
SELECT a.code, a.title, t.number AS task_number, a.planned, a.grade_from, a.direction, p.code AS parent_code
FROM activity a LEFT JOIN task t ON t.centre_id = a.centre_id AND t.id = a.task
LEFT JOIN activity p ON p.centre_id = a.centre_id AND p.id = a.parent
WHERE a.centre_id = :centre AND a.year = ?1 ORDER BY t.number NULLS LAST, a.id

-- The points of the plan of a year, in the order of their terms.
-- name: analysis_plan_points
SELECT p.id AS id, p.title AS title, coalesce(p.status, 'planned') AS status, coalesce(p.reason, '') AS reason,
    coalesce(p.outcome, '') AS outcome, CAST(p.term_first AS text) AS first, CAST(p.term_last AS text) AS last,
    p.term_precision AS precision, CAST(p.moved_to_first AS text) AS moved_first, CAST(p.moved_to_last AS text) AS moved_last,
    p.moved_to_precision AS moved_precision
FROM plan_item AS p
WHERE p.centre_id = :centre AND p.year = ?1
ORDER BY p.term_first NULLS LAST, p.term_last, p.section, p.id

-- name: analysis_plan_deeds
SELECT l.from_id AS point, a.title AS title
FROM plan_item AS p
JOIN plan_item_activities AS l ON l.centre_id = p.centre_id AND l.from_id = p.id
JOIN activity AS a ON a.centre_id = l.centre_id AND a.id = l.to_id
WHERE p.centre_id = :centre AND p.year = ?1
ORDER BY l.from_id, a.id

-- name: analysis_competencies
SELECT c.name AS title FROM activity_competency l JOIN activity a ON a.centre_id = l.centre_id AND a.id = l.from_id
JOIN competency c ON c.centre_id = l.centre_id AND c.id = l.to_id
WHERE l.centre_id = :centre AND a.year = ?1 AND a.code = ?2 ORDER BY c.name COLLATE ru

-- name: analysis_partners
SELECT COALESCE(o.short_name, o.name) AS title FROM activity_partner l
JOIN activity a ON a.centre_id = l.centre_id AND a.id = l.from_id
JOIN organisation o ON o.centre_id = l.centre_id AND o.id = l.to_id
WHERE l.centre_id = :centre AND a.year = ?1 AND a.code = ?2 ORDER BY 1

-- name: analysis_participating
SELECT COALESCE(o.short_name, o.name) AS title FROM activity_participating l
JOIN activity a ON a.centre_id = l.centre_id AND a.id = l.from_id
JOIN organisation o ON o.centre_id = l.centre_id AND o.id = l.to_id
WHERE l.centre_id = :centre AND a.year = ?1 AND a.code = ?2 ORDER BY 1

-- name: public_editions
SELECT p.id, p.edition, e.number, p.year, p.least, p.title, p.published_at, p.published_by,
    p.withdrawn_at, COALESCE(p.withdrawn_by, '') AS withdrawn_by, p.sha256
FROM public_edition p JOIN analysis_edition e ON e.centre_id = p.centre_id AND e.id = p.edition
WHERE p.centre_id = :centre ORDER BY p.year DESC, p.id DESC

-- The last one of a year, withdrawn or not.
-- name: public_edition_of_year
SELECT p.id, p.edition, e.number, p.year, p.least, p.title, p.published_at, p.published_by,
    p.withdrawn_at, COALESCE(p.withdrawn_by, '') AS withdrawn_by, p.sha256, p.form
FROM public_edition p JOIN analysis_edition e ON e.centre_id = p.centre_id AND e.id = p.edition
WHERE p.centre_id = :centre AND p.year = ?1 ORDER BY p.id DESC LIMIT 1

-- name: public_edition_facts
SELECT facts FROM public_edition WHERE centre_id = :centre ORDER BY id

-- name: public_edition_add
INSERT INTO public_edition (centre_id, id, edition, year, least, title, published_at, published_by, form, sha256, facts)
VALUES (:centre, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)

-- name: public_edition_withdraw
UPDATE public_edition SET withdrawn_at = ?2, withdrawn_by = ?3 WHERE centre_id = :centre AND year = ?1 AND withdrawn_at IS NULL
