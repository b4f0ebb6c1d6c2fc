-- Cells change by difference: a row that came is added, a row that went is taken off, and an empty cell is deleted. The
-- statements add to what stands there, so that two transactions on the same cell of PostgreSQL cannot lose one another's part.
-- Sums are put only when all are made anew; what each organisation counted (reach_organisation) changes as its cells do.
-- each: cell sum organisation
-- name: reach_{}_put
INSERT INTO reach_{} (centre_id, year, activity, unit, audience, organisation, grade_from, grade_to, bucket,
    value, n_known, n_not_reported, n_not_entered, n_not_held)
VALUES (:centre, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
ON CONFLICT (centre_id, activity, unit, audience, organisation, grade_from, grade_to, bucket) DO UPDATE SET
    value = CASE WHEN excluded.value IS NULL THEN reach_{}.value ELSE COALESCE(reach_{}.value, 0) + excluded.value END,
    n_known = reach_{}.n_known + excluded.n_known,
    n_not_reported = reach_{}.n_not_reported + excluded.n_not_reported,
    n_not_entered = reach_{}.n_not_entered + excluded.n_not_entered,
    n_not_held = reach_{}.n_not_held + excluded.n_not_held

-- each: cell organisation
-- name: reach_{}_take
UPDATE reach_{} SET
    value = CASE WHEN n_known = ?10 THEN NULL ELSE value - COALESCE(CAST(?9 AS bigint), 0) END,
    n_known = n_known - ?10,
    n_not_reported = n_not_reported - ?11,
    n_not_entered = n_not_entered - ?12,
    n_not_held = n_not_held - ?13
WHERE centre_id = :centre AND year = ?1 AND activity = ?2 AND unit = ?3 AND audience = ?4 AND organisation = ?5
    AND grade_from = ?6 AND grade_to = ?7 AND bucket = ?8

-- each: cell organisation
-- name: reach_{}_drop_empty
DELETE FROM reach_{}
WHERE centre_id = :centre AND activity = ?1 AND unit = ?2
    AND n_known = 0 AND n_not_reported = 0 AND n_not_entered = 0 AND n_not_held = 0

-- name: reach_years
SELECT year FROM academic_year WHERE centre_id = :centre ORDER BY year

-- each: cell sum organisation
-- name: reach_{}s_clear
DELETE FROM reach_{} WHERE centre_id = :centre

-- The sums of one activity, unit and audience are made anew from its rows: a count of all organisations that comes or goes changes
-- which of the schools' counts are added.
-- name: reach_sum_clear
DELETE FROM reach_sum WHERE centre_id = :centre AND activity = ?1 AND unit = ?2 AND audience = ?3

-- name: reach_sum_fill
INSERT INTO reach_sum (centre_id, year, activity, unit, audience, organisation, grade_from, grade_to, bucket,
    value, n_known, n_not_reported, n_not_entered, n_not_held)
SELECT centre_id, year, activity, unit, audience, organisation, grade_from, grade_to, bucket,
    value, n_known, n_not_reported, n_not_entered, n_not_held
FROM reach_summed WHERE centre_id = :centre AND activity = ?1 AND unit = ?2 AND audience = ?3

-- name: reach_cells_fill
INSERT INTO reach_cell (centre_id, year, activity, unit, audience, organisation, grade_from, grade_to, bucket,
    value, n_known, n_not_reported, n_not_entered, n_not_held)
SELECT centre_id, year, activity, unit, audience, organisation, grade_from, grade_to, bucket,
    value, n_known, n_not_reported, n_not_entered, n_not_held
FROM reach_counted WHERE centre_id = :centre

-- The rows as recount.c counts them together; `share` is a school's part of a count of all, which the sums leave out (view
-- reach_row). SQLite gives them one by one in the order they lie in, because sorting ten million to
-- group them takes ten times the reading; PostgreSQL groups in a hash of its own, and over the wire go groups only.
-- name: reach_count_rows
SELECT year, activity, unit, audience, COALESCE(organisation, 0) AS organisation, COALESCE(grade_from, 0) AS grade_from,
    COALESCE(grade_to, 0) AS grade_to, period_first, period_last, COALESCE(value, 0) AS value, value IS NOT NULL AS n_known,
    status = 'not_reported' AS n_not_reported, status = 'not_entered' AS n_not_entered, status = 'not_held' AS n_not_held,
    organisation IS NOT NULL AND EXISTS (SELECT 1 FROM headcount AS w
        WHERE w.centre_id = :centre AND w.activity = h.activity AND w.unit = h.unit AND w.audience = h.audience
            AND w.organisation IS NULL AND w.value IS NOT NULL
            AND (w.grade_from IS NULL OR h.grade_from IS NULL OR (w.grade_from <= h.grade_to AND h.grade_from <= w.grade_to))
            AND (w.period_first IS NULL OR h.period_first IS NULL
                OR (w.period_first <= h.period_last AND h.period_first <= w.period_last))) AS share
FROM headcount AS h WHERE centre_id = :centre
ORDER BY id
-- postgres:
SELECT year, activity, unit, audience, COALESCE(organisation, 0) AS organisation, COALESCE(grade_from, 0) AS grade_from,
    COALESCE(grade_to, 0) AS grade_to, period_first, period_last, CAST(COALESCE(sum(value), 0) AS bigint) AS value,
    count(value) AS n_known, count(*) FILTER (WHERE status = 'not_reported') AS n_not_reported,
    count(*) FILTER (WHERE status = 'not_entered') AS n_not_entered, count(*) FILTER (WHERE status = 'not_held') AS n_not_held,
    share
FROM (SELECT h.*, CASE WHEN organisation IS NOT NULL AND EXISTS (SELECT 1 FROM headcount AS w
        WHERE w.centre_id = :centre AND w.activity = h.activity AND w.unit = h.unit AND w.audience = h.audience
            AND w.organisation IS NULL AND w.value IS NOT NULL
            AND (w.grade_from IS NULL OR h.grade_from IS NULL OR (w.grade_from <= h.grade_to AND h.grade_from <= w.grade_to))
            AND (w.period_first IS NULL OR h.period_first IS NULL
                OR (w.period_first <= h.period_last AND h.period_first <= w.period_last))) THEN 1 ELSE 0 END AS share
    FROM headcount AS h WHERE centre_id = :centre) AS shared
GROUP BY year, activity, unit, audience, organisation, grade_from, grade_to, period_first, period_last, share

-- What is stored, as recount.c compares it.
-- each: cell sum organisation
-- name: reach_{}s_stored
SELECT year, activity, unit, audience, organisation, grade_from, grade_to, bucket, COALESCE(value, 0) AS value, n_known,
    n_not_reported, n_not_entered, n_not_held
FROM reach_{} WHERE centre_id = :centre
ORDER BY activity, unit, audience, organisation, grade_from, grade_to, bucket

-- name: reach_sums_fill
INSERT INTO reach_sum (centre_id, year, activity, unit, audience, organisation, grade_from, grade_to, bucket,
    value, n_known, n_not_reported, n_not_entered, n_not_held)
SELECT centre_id, year, activity, unit, audience, organisation, grade_from, grade_to, bucket,
    value, n_known, n_not_reported, n_not_entered, n_not_held
FROM reach_summed WHERE centre_id = :centre

-- From the cells, when they have been made anew.
-- name: reach_organisations_fill
INSERT INTO reach_organisation (centre_id, year, activity, unit, audience, organisation, grade_from, grade_to, bucket,
    value, n_known, n_not_reported, n_not_entered, n_not_held)
SELECT centre_id, year, activity, unit, audience, organisation, 0, 0, '', CAST(sum(value) AS bigint),
    CAST(sum(n_known) AS bigint), CAST(sum(n_not_reported) AS bigint), CAST(sum(n_not_entered) AS bigint),
    CAST(sum(n_not_held) AS bigint)
FROM reach_cell WHERE centre_id = :centre
GROUP BY centre_id, activity, unit, audience, organisation, year

-- An activity's own number in one unit where it has one, otherwise the numbers of its parts: a whole that was counted is the
-- whole, and its parts are not added to it. Rows without a number stay in the list and say so. ?2 is the activity's code, or
-- field_CODE: a field chosen by graduates, so that a series of it can be printed too. The parts are looked up by the index of
-- parents, two levels down: asking every activity of the year whether it is a part made a page of all figures grow with their square.
-- each: persons participations registered consultations works events teams hours person-hours views publications organisations layouts
-- figure: reach_activity_{} sum
SELECT 'activity' AS register_name, a.id AS id, a.title AS label, CAST(sum(c.value) AS bigint) AS value,
    NULLIF(c.grade_from, 0) AS grade_from, NULLIF(c.grade_to, 0) AS grade_to
FROM activity AS w
JOIN activity AS a ON a.centre_id = w.centre_id AND a.year = w.year
    AND a.id IN (SELECT w.id UNION ALL SELECT m.id FROM activity AS m WHERE m.centre_id = :centre AND m.parent = w.id
        UNION ALL SELECT n.id FROM activity AS m CROSS JOIN activity AS n
            WHERE m.centre_id = :centre AND m.parent = w.id AND n.centre_id = :centre AND n.parent = m.id)
JOIN reach_sum AS c ON c.centre_id = a.centre_id AND c.activity = a.id
WHERE w.centre_id = :centre AND w.year = ?1 AND w.code = ?2 AND c.unit = '{}'
    AND c.n_known + c.n_not_reported + c.n_not_entered > 0
    AND NOT (a.id <> w.id AND EXISTS (
        SELECT 1 FROM reach_sum AS k WHERE k.centre_id = :centre AND k.activity IN (w.id, a.parent) AND k.unit = '{}'
            AND k.n_known > 0))
GROUP BY a.centre_id, a.id, c.grade_from, c.grade_to
UNION ALL
SELECT 'graduate_field', g.id, f.name, g.persons, NULL, NULL
FROM field_of_study AS f JOIN graduate_field AS g ON g.centre_id = f.centre_id AND g.field = f.id
WHERE f.centre_id = :centre AND '{}' = 'persons' AND f.code = substr(CAST(?2 AS text), 7)
    AND CAST(?2 AS text) = 'field_' || f.code AND g.year = ?1
ORDER BY id, grade_from NULLS FIRST

-- name: reach_activity_params
SELECT code AS param, title FROM activity WHERE centre_id = :centre AND year = ?1
UNION ALL
SELECT 'field_' || f.code, f.name FROM field_of_study AS f JOIN graduate_field AS g ON g.centre_id = f.centre_id AND g.field = f.id
WHERE f.centre_id = :centre AND f.code IS NOT NULL AND g.year = ?1
ORDER BY param

-- The persons of one direction, activity by activity and grade by grade. An activity below one that has a number of its own in
-- this unit is left out (the whole is the whole); that is asked once an activity, because its parent is joined before its sums.
-- each: diagnostics counselling enlightenment events informing monitoring
-- figure: reach_{}_persons sum
SELECT 'activity' AS register_name, a.id AS id, a.title AS label, CAST(sum(c.value) AS bigint) AS value,
    NULLIF(c.grade_from, 0) AS grade_from, NULLIF(c.grade_to, 0) AS grade_to
FROM activity AS a
LEFT JOIN activity AS p ON p.centre_id = a.centre_id AND p.id = a.parent
JOIN reach_sum AS c ON c.centre_id = a.centre_id AND c.activity = a.id
WHERE a.centre_id = :centre AND a.year = ?1 AND a.direction = '{}' AND c.unit = 'persons'
    AND c.n_known + c.n_not_reported + c.n_not_entered > 0
    AND NOT EXISTS (SELECT 1 FROM reach_sum AS k WHERE k.centre_id = :centre AND k.activity IN (a.parent, p.parent)
                        AND k.unit = 'persons' AND k.n_known > 0)
GROUP BY a.centre_id, a.id, c.grade_from, c.grade_to
ORDER BY id, grade_from NULLS FIRST

-- Activities that were held: those with a count, or of which it is known that they were held and no number was told. The + keeps
-- SQLite from walking all years in the order of the key to spare itself a sort.
-- figure: reach_activities_held count
SELECT 'activity' AS register_name, a.id AS id, a.title AS label, CAST(1 AS bigint) AS value
FROM activity AS a
WHERE a.centre_id = :centre AND a.year = ?1 AND EXISTS (
    SELECT 1 FROM reach_sum AS c WHERE c.centre_id = :centre AND c.activity = a.id AND c.n_known + c.n_not_reported > 0)
ORDER BY +a.id

-- each: yes no
-- figure: reach_activities_planned_{} count
SELECT 'activity' AS register_name, a.id AS id, a.title AS label, CAST(1 AS bigint) AS value
FROM activity AS a
WHERE a.centre_id = :centre AND a.year = ?1 AND a.planned = '{}' AND EXISTS (
    SELECT 1 FROM reach_sum AS c WHERE c.centre_id = :centre AND c.activity = a.id AND c.n_known + c.n_not_reported > 0)
ORDER BY +a.id

-- ?2 is task_N: the activities held under the year's task N.
-- figure: reach_task_activities count
SELECT 'activity' AS register_name, a.id AS id, a.title AS label, CAST(1 AS bigint) AS value
FROM task AS t JOIN activity AS a ON a.centre_id = t.centre_id AND a.task = t.id AND a.year = t.year
WHERE t.centre_id = :centre AND t.year = ?1 AND 'task_' || CAST(t.number AS text) = ?2 AND EXISTS (
    SELECT 1 FROM reach_sum AS c WHERE c.centre_id = :centre AND c.activity = a.id AND c.n_known + c.n_not_reported > 0)
ORDER BY +a.id

-- name: reach_task_params
SELECT 'task_' || CAST(number AS text) AS param, title FROM task WHERE centre_id = :centre AND year = ?1 ORDER BY number

-- name: reach_units_of_year
SELECT unit, CAST(sum(n_known) AS bigint) AS n_known FROM reach_sum WHERE centre_id = :centre AND year = ?1 AND unit <> 'views'
GROUP BY unit ORDER BY unit

-- One row an activity and period: the page divides them by direction or kind, performer and period. Parts below a whole that has
-- a number of its own are left out.
-- name: reach_of_year
SELECT a.id AS id, a.title AS title, a.direction AS direction, a.kind AS kind, a.performed_by AS performed_by,
    a.centre_role AS centre_role, CAST(0 AS bigint) AS organisation, '' AS organisation_name,
    CAST(a.period_first AS text) AS period_first, CAST(a.period_last AS text) AS period_last, c.bucket AS bucket,
    CAST(sum(c.value) AS bigint) AS value, CAST(sum(c.n_known) AS bigint) AS n_known,
    CAST(sum(c.n_not_reported) AS bigint) AS n_not_reported, CAST(sum(c.n_not_entered) AS bigint) AS n_not_entered
FROM activity AS a
LEFT JOIN activity AS p ON p.centre_id = a.centre_id AND p.id = a.parent
JOIN reach_sum AS c ON c.centre_id = a.centre_id AND c.activity = a.id
WHERE a.centre_id = :centre AND a.year = ?1 AND c.unit = ?2
    AND NOT EXISTS (SELECT 1 FROM reach_sum AS k WHERE k.centre_id = :centre AND k.activity IN (a.parent, p.parent)
                        AND k.unit = ?2 AND k.n_known > 0)
GROUP BY a.id, a.title, a.direction, a.kind, a.performed_by, a.centre_role, a.period_first, a.period_last, c.bucket
ORDER BY a.id, c.bucket

-- The same of single organisations: what each of them counted, or the one asked for (?3; 0: all). A school's own number of a whole
-- stands for its numbers of the parts.
-- name: reach_of_organisations
SELECT a.id AS id, a.title AS title, a.direction AS direction, a.kind AS kind, a.performed_by AS performed_by,
    a.centre_role AS centre_role, c.organisation AS organisation, COALESCE(o.short_name, o.name) AS organisation_name,
    CAST(a.period_first AS text) AS period_first, CAST(a.period_last AS text) AS period_last, c.bucket AS bucket,
    CAST(sum(c.value) AS bigint) AS value, CAST(sum(c.n_known) AS bigint) AS n_known,
    CAST(sum(c.n_not_reported) AS bigint) AS n_not_reported, CAST(sum(c.n_not_entered) AS bigint) AS n_not_entered
FROM reach_cell AS c
JOIN activity AS a ON a.centre_id = c.centre_id AND a.id = c.activity
JOIN organisation AS o ON o.centre_id = c.centre_id AND o.id = c.organisation
LEFT JOIN activity AS p ON p.centre_id = a.centre_id AND p.id = a.parent
WHERE c.centre_id = :centre AND c.year = ?1 AND c.unit = ?2 AND (CAST(?3 AS bigint) = 0 OR c.organisation = ?3)
    AND NOT EXISTS (SELECT 1 FROM reach_cell AS k WHERE k.centre_id = :centre AND k.activity IN (a.parent, p.parent)
                        AND k.unit = ?2 AND k.organisation = c.organisation AND k.n_known > 0)
GROUP BY a.id, a.title, a.direction, a.kind, a.performed_by, a.centre_role, c.organisation, o.short_name, o.name, a.period_first,
    a.period_last, c.bucket
ORDER BY a.id, c.organisation, c.bucket

-- name: reach_units_of_organisation
SELECT unit, CAST(sum(n_known) AS bigint) AS n_known FROM reach_cell
WHERE centre_id = :centre AND year = ?1 AND organisation = ?2 AND unit <> 'views'
GROUP BY unit ORDER BY unit
