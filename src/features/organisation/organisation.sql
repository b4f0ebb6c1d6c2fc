-- The organisations above ?1, itself included, as far as ?2: a row means that ?1 lies below ?2 already.
-- name: organisation_above
WITH RECURSIVE above (id, parent, depth) AS (
    SELECT o.id, o.parent, 0 FROM organisation AS o WHERE o.centre_id = :centre AND o.id = ?1
    UNION ALL
    SELECT o.id, o.parent, above.depth + 1 FROM above JOIN organisation AS o ON o.centre_id = :centre AND o.id = above.parent
    WHERE above.depth < 20
)
SELECT above.id AS id FROM above WHERE above.id = ?2

-- How much the record holds of the organisation ?1: what the year ?2 has, and the papers of all years.
-- name: organisation_held
SELECT kind, n FROM (
    SELECT 'activities' AS kind, count(*) AS n, 1 AS place FROM activity_partner AS l
    JOIN activity AS a ON a.centre_id = l.centre_id AND a.id = l.from_id
    WHERE l.centre_id = :centre AND l.to_id = ?1 AND a.year = ?2
    UNION ALL
    SELECT 'documents', count(*), 2 FROM document AS d WHERE d.centre_id = :centre AND d.issuer = ?1
    UNION ALL
    SELECT 'requests', count(*), 3 FROM request AS r WHERE r.centre_id = :centre AND r.organisation = ?1 AND r.year = ?2
    UNION ALL
    SELECT 'tests', count(*), 4 FROM external_diagnostics AS t
    WHERE t.centre_id = :centre AND t.operator = ?1 AND t.year = ?2
) AS held
ORDER BY place
