-- Points of the plan of a year with what the wall calendar shows of each.
-- name: plan_points
SELECT p.id AS id, p.title AS title, p.section AS section, CAST(p.term_first AS text) AS first, CAST(p.term_last AS text) AS last,
    p.term_precision AS precision, coalesce(p.responsible, '') AS responsible, coalesce(p.audience, '') AS audience,
    coalesce(p.status, 'planned') AS status, coalesce(p.reason, '') AS reason, coalesce(p.outcome, '') AS outcome
FROM plan_item AS p
WHERE p.centre_id = :centre AND p.year = ?1
ORDER BY p.term_first NULLS LAST, p.term_last, p.section, p.id

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
