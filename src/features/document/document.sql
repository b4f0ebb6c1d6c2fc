-- Agreements that serve the year, whatever their own date.
-- figure: document_agreements count
SELECT 'document' AS register_name, d.id AS id, d.title AS label, CAST(1 AS bigint) AS value
FROM document AS d
WHERE d.centre_id = :centre AND d.year = ?1 AND d.kind = 'agreement'
ORDER BY id

-- The activities that rest on a paper, newest year first: what it legitimises.
-- name: document_activities
SELECT a.id AS id, a.title AS title, a.year AS year FROM activity_document AS l
JOIN activity AS a ON a.centre_id = l.centre_id AND a.id = l.from_id
WHERE l.centre_id = :centre AND l.to_id = ?1
ORDER BY a.year DESC, a.title COLLATE ru, a.id

-- The papers that continue one.
-- name: document_continued
SELECT d.id AS id, d.title AS title FROM document_continues AS l
JOIN document AS d ON d.centre_id = l.centre_id AND d.id = l.from_id
WHERE l.centre_id = :centre AND l.to_id = ?1
ORDER BY d.date_first NULLS LAST, d.id

-- The title of paper ?1 when it goes on from paper ?2, by however many steps.
-- name: document_leads_to
WITH RECURSIVE chain (id) AS (
    SELECT CAST(?1 AS bigint)
    UNION
    SELECT l.to_id FROM chain AS c JOIN document_continues AS l ON l.centre_id = :centre AND l.from_id = c.id
)
SELECT d.title AS title FROM document AS d
WHERE d.centre_id = :centre AND d.id = ?1 AND EXISTS (SELECT 1 FROM chain AS c WHERE c.id = ?2)
