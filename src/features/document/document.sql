-- Agreements that serve the year, whatever their own date.
-- figure: document_agreements count
SELECT 'document' AS register_name, d.id AS id, d.title AS label, CAST(1 AS bigint) AS value
FROM document AS d
WHERE d.centre_id = :centre AND d.year = ?1 AND d.kind = 'agreement'
ORDER BY id
