-- name: activity_by_code
SELECT id FROM activity WHERE centre_id = :centre AND year = ?1 AND code = ?2

-- name: activity_year
SELECT year FROM activity WHERE centre_id = :centre AND id = ?1

-- An activity's parent and grandparent, for the depth of series and against circles.
-- name: activity_ancestors
SELECT a.year AS year, a.parent AS parent, p.parent AS grandparent
FROM activity AS a LEFT JOIN activity AS p ON p.centre_id = a.centre_id AND p.id = a.parent
WHERE a.centre_id = :centre AND a.id = ?1

-- How deep the parts of an activity go: 0 it has none, 1 parts, 2 parts of parts.
-- name: activity_depth
SELECT CASE WHEN count(a.id) = 0 THEN 0 WHEN count(b.id) = 0 THEN 1 ELSE 2 END AS depth
FROM activity AS a LEFT JOIN activity AS b ON b.centre_id = a.centre_id AND b.parent = a.id
WHERE a.centre_id = :centre AND a.parent = ?1
