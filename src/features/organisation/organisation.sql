-- The organisations above ?1, itself included, as far as ?2: a row means that ?1 lies below ?2 already.
-- name: organisation_above
WITH RECURSIVE above (id, parent, depth) AS (
    SELECT o.id, o.parent, 0 FROM organisation AS o WHERE o.centre_id = :centre AND o.id = ?1
    UNION ALL
    SELECT o.id, o.parent, above.depth + 1 FROM above JOIN organisation AS o ON o.centre_id = :centre AND o.id = above.parent
    WHERE above.depth < 20
)
SELECT above.id AS id FROM above WHERE above.id = ?2
