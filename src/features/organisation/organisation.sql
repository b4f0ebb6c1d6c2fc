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

-- What the organisation ?1 had a part in, the newest first. `part`: its whole was held with the same organisation and knows its
-- number, so that the two are not added.
-- name: organisation_joint
SELECT a.id AS id, a.title AS title, a.year AS year, coalesce(a.audience, '') AS audience,
    a.period_first AS first, a.period_last AS last, a.period_precision AS precision,
    coalesce(a.when_as_printed, '') AS as_printed,
    (SELECT CAST(sum(s.value) AS bigint) FROM reach_sum AS s
     WHERE s.centre_id = a.centre_id AND s.activity = a.id AND s.unit = 'persons') AS persons,
    (SELECT count(*) FROM publication AS p WHERE p.centre_id = a.centre_id AND p.activity = a.id) AS publications,
    CASE WHEN EXISTS (
        SELECT 1 FROM activity_partner AS w
        JOIN reach_sum AS s ON s.centre_id = w.centre_id AND s.activity = w.from_id AND s.unit = 'persons' AND s.n_known > 0
        WHERE w.centre_id = a.centre_id AND w.from_id = a.parent AND w.to_id = l.to_id) THEN 1 ELSE 0 END AS part
FROM activity_partner AS l
JOIN activity AS a ON a.centre_id = l.centre_id AND a.id = l.from_id
WHERE l.centre_id = :centre AND l.to_id = ?1
ORDER BY a.year DESC, a.period_first DESC, a.id DESC
LIMIT 2000

-- name: organisation_agreements
SELECT d.id AS id, d.title AS title, coalesce(d.number, '') AS number, d.date_first AS since, d.valid_until_last AS until,
    CASE WHEN EXISTS (SELECT 1 FROM document_continues AS c WHERE c.centre_id = d.centre_id AND c.to_id = d.id)
        THEN 1 ELSE 0 END AS continued
FROM document AS d
WHERE d.centre_id = :centre AND d.issuer = ?1 AND d.kind = 'agreement'
ORDER BY d.valid_until_last DESC, d.date_first DESC, d.id DESC
LIMIT 200
