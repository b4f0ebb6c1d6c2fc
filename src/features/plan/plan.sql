-- Points of the plans of neighbouring years with what the wall calendar shows of each.
-- name: plan_points
SELECT p.id AS id, p.year AS year, p.title AS title, p.section AS section,
    CAST(p.term_first AS text) AS first, CAST(p.term_last AS text) AS last, p.term_precision AS precision,
    CAST(p.moved_to_first AS text) AS moved_first, CAST(p.moved_to_last AS text) AS moved_last, p.moved_to_precision AS moved_precision,
    coalesce(p.responsible, '') AS responsible, coalesce(p.audience, '') AS audience,
    coalesce(p.status, 'planned') AS status, coalesce(p.reason, '') AS reason, coalesce(p.outcome, '') AS outcome
FROM plan_item AS p
WHERE p.centre_id = :centre AND p.year BETWEEN ?1 AND ?2
ORDER BY p.term_first NULLS LAST, p.term_last, p.section, p.id

-- The plan of a year against the day ?2: what was done, what is late, what was moved or cancelled though its day is over, and all
-- of it. plan_on_the_day (plan_places.c) says the same of one point; home_test.c holds the two together.
-- name: plan_counts
SELECT count(*) AS items,
    count(CASE WHEN p.status = 'done' THEN 1 END) AS done,
    count(CASE WHEN p.status = 'planned' AND p.term_precision IN ('day', 'month') AND CAST(p.term_last AS text) < CAST(?2 AS text)
        THEN 1 END) AS late,
    count(CASE WHEN p.status IN ('moved', 'cancelled') AND p.term_precision IN ('day', 'month')
        AND CAST(p.term_last AS text) < CAST(?2 AS text) THEN 1 END) AS shifted
FROM plan_item AS p
WHERE p.centre_id = :centre AND p.year = ?1 AND p.status <> 'outside'

-- What was or will be held from day ?1 to ?2: sessions, and activities whose days are known and that began after ?3. A number of
-- people stands where one was told; "not held" where that alone was said.
-- name: plan_facts
SELECT * FROM (
    SELECT 'activity' AS register_name, a.id AS id, a.id AS activity, a.title AS title, a.direction AS section,
        CAST(a.period_first AS text) AS first, CAST(a.period_last AS text) AS last,
        '' AS begins, '' AS ends, '' AS place, '' AS leader,
        CASE WHEN EXISTS (SELECT 1 FROM reach_sum AS n WHERE n.centre_id = :centre AND n.activity = a.id AND n.n_not_held > 0)
            AND NOT EXISTS (SELECT 1 FROM reach_sum AS k WHERE k.centre_id = :centre AND k.activity = a.id
                AND k.n_known + k.n_not_reported + k.n_not_entered > 0) THEN 'cancelled' ELSE '' END AS state,
        (SELECT CAST(sum(c.value) AS bigint) FROM reach_sum AS c
            WHERE c.centre_id = :centre AND c.activity = a.id AND c.unit = 'persons' AND c.n_known > 0) AS persons
    FROM activity AS a
    WHERE a.centre_id = :centre AND a.period_first BETWEEN ?3 AND ?2 AND a.period_last >= ?1 AND a.period_precision = 'day'
    UNION ALL
    SELECT 'activity_session', s.id, s.activity, s.title, a.direction, CAST(s.day AS text), CAST(s.day AS text),
        coalesce(s.begins, ''), coalesce(s.ends, ''), coalesce(s.place, ''), coalesce(s.leader, ''), coalesce(s.state, 'planned'), NULL
    FROM activity_session AS s JOIN activity AS a ON a.centre_id = s.centre_id AND a.id = s.activity
    WHERE s.centre_id = :centre AND s.day BETWEEN ?1 AND ?2
) AS held
ORDER BY first, begins, register_name, id

-- Which activities fulfil the points of those years.
-- name: plan_deeds
SELECT l.from_id AS point, a.id AS activity, a.title AS title,
    CAST(a.period_first AS text) AS first, CAST(a.period_last AS text) AS last, a.period_precision AS precision,
    (SELECT CAST(sum(c.value) AS bigint) FROM reach_sum AS c
        WHERE c.centre_id = :centre AND c.activity = a.id AND c.unit = 'persons' AND c.n_known > 0) AS persons
FROM plan_item AS p
JOIN plan_item_activities AS l ON l.centre_id = p.centre_id AND l.from_id = p.id
JOIN activity AS a ON a.centre_id = l.centre_id AND a.id = l.to_id
WHERE p.centre_id = :centre AND p.year BETWEEN ?1 AND ?2
ORDER BY l.from_id, a.period_first NULLS LAST, a.id

-- Decisions for a year that are no point of its plan yet.
-- name: plan_decisions
SELECT d.id AS id, d.text AS text, coalesce(d.owner, '') AS owner, coalesce(d.indicator, '') AS indicator, coalesce(d.target, '') AS target,
    CAST(d.due_first AS text) AS first, CAST(d.due_last AS text) AS last, d.due_precision AS precision
FROM decision AS d
WHERE d.centre_id = :centre AND d.year = ?1 AND d.status IN ('open', 'in_work')
    AND NOT EXISTS (SELECT 1 FROM plan_item AS p WHERE p.centre_id = :centre AND p.decision = d.id)
ORDER BY d.section NULLS LAST, d.id

-- figure: plan_items count
SELECT 'plan_item' AS register_name, p.id AS id, p.title AS label, NULL AS value FROM plan_item AS p
WHERE p.centre_id = :centre AND p.year = ?1 AND CAST(?2 AS text) = '' AND p.status <> 'outside'
ORDER BY +p.id

-- figure: plan_done count
SELECT 'plan_item' AS register_name, p.id AS id, p.title AS label, NULL AS value FROM plan_item AS p
WHERE p.centre_id = :centre AND p.year = ?1 AND CAST(?2 AS text) = '' AND p.status = 'done'
ORDER BY +p.id

-- figure: plan_left count
SELECT 'plan_item' AS register_name, p.id AS id, p.title AS label, NULL AS value FROM plan_item AS p
WHERE p.centre_id = :centre AND p.year = ?1 AND CAST(?2 AS text) = '' AND p.status IN ('moved', 'cancelled')
ORDER BY +p.id

-- figure: plan_outside count
SELECT 'plan_item' AS register_name, p.id AS id, p.title AS label, NULL AS value FROM plan_item AS p
WHERE p.centre_id = :centre AND p.year = ?1 AND CAST(?2 AS text) = '' AND p.status = 'outside'
ORDER BY +p.id

-- What a point repeats and what repeats it.
-- name: plan_kin
SELECT * FROM (
    SELECT p.id AS id, p.year AS year, 0 AS later, p.title AS title FROM plan_item_repeat AS l
    JOIN plan_item AS p ON p.centre_id = l.centre_id AND p.id = l.to_id
    WHERE l.centre_id = :centre AND l.from_id = ?1
    UNION ALL
    SELECT p.id, p.year, 1, p.title FROM plan_item_repeat AS l
    JOIN plan_item AS p ON p.centre_id = l.centre_id AND p.id = l.from_id
    WHERE l.centre_id = :centre AND l.to_id = ?1
) AS kin
ORDER BY year, id
