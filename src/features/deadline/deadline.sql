-- What is late on the day ?1. The home page counts the same rows in home_frame.
-- A point of the plan whose term is known to a season, a year or not at all is never late.
-- name: deadline_plan
SELECT p.id AS id, p.title AS title, coalesce(p.responsible, '') AS who, CAST(p.term_last AS text) AS due
FROM plan_item AS p
WHERE p.centre_id = :centre AND p.status = 'planned' AND p.term_precision IN ('day', 'month')
    AND CAST(p.term_last AS text) < CAST(?1 AS text)
ORDER BY p.term_last, p.id

-- name: deadline_decisions
SELECT d.id AS id, d.text AS title, coalesce(d.owner, '') AS who, CAST(d.due AS text) AS due
FROM meeting_decision AS d
WHERE d.centre_id = :centre AND d.state IN ('open', 'in_work') AND CAST(d.due AS text) < CAST(?1 AS text)
ORDER BY d.due, d.id

-- name: deadline_requests
SELECT r.id AS id, r.title AS title, coalesce(o.name, '') AS who, CAST(r.answer_by AS text) AS due
FROM request AS r
LEFT JOIN organisation AS o ON o.centre_id = r.centre_id AND o.id = r.organisation
WHERE r.centre_id = :centre AND r.state IN ('new', 'in_work') AND CAST(r.answer_by AS text) < CAST(?1 AS text)
ORDER BY r.answer_by, r.id

-- Agreements that end between two days and that no other one continues.
-- name: deadline_agreements
SELECT d.id AS id, d.title AS title, coalesce(o.name, '') AS who, CAST(d.valid_until_last AS text) AS due
FROM document AS d
LEFT JOIN organisation AS o ON o.centre_id = d.centre_id AND o.id = d.issuer
WHERE d.centre_id = :centre AND d.kind = 'agreement'
    AND CAST(d.valid_until_last AS text) BETWEEN CAST(?1 AS text) AND CAST(?2 AS text)
    AND NOT EXISTS (SELECT 1 FROM document_continues AS c WHERE c.centre_id = :centre AND c.to_id = d.id)
ORDER BY d.valid_until_last, d.id
