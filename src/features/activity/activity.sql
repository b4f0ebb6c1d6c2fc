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

-- The sessions of an activity that were not cancelled.
-- name: activity_sessions
SELECT s.title AS title, s.day AS day, coalesce(s.begins, '') AS begins, coalesce(s.ends, '') AS ends,
    coalesce(s.place, '') AS place, coalesce(s.leader, '') AS leader, s.capacity AS capacity
FROM activity_session AS s
WHERE s.centre_id = :centre AND s.activity = ?1 AND coalesce(s.state, 'planned') <> 'cancelled'
ORDER BY s.day, s.begins NULLS FIRST, s.id

-- Repeats of an activity in a year.
-- name: activity_repeats_in
SELECT a.id AS id, a.title AS title FROM activity_repeat AS l
JOIN activity AS a ON a.centre_id = l.centre_id AND a.id = l.from_id
WHERE l.centre_id = :centre AND l.to_id = ?1 AND a.year = ?2
ORDER BY a.id

-- What of activity ?1 has its like in the year ?2.
-- name: activity_likes
SELECT (SELECT n.id FROM task AS t JOIN task AS n ON n.centre_id = t.centre_id AND n.number = t.number
        WHERE t.centre_id = :centre AND t.id = a.task AND n.year = ?2) AS task,
    (SELECT min(p.id) FROM activity_repeat AS l JOIN activity AS p ON p.centre_id = l.centre_id AND p.id = l.from_id
        WHERE l.centre_id = :centre AND l.to_id = a.parent AND p.year = ?2) AS parent,
    CASE WHEN EXISTS (SELECT 1 FROM activity AS c WHERE c.centre_id = :centre AND c.year = ?2 AND c.code = a.code)
        THEN NULL ELSE a.code END AS code
FROM activity AS a
WHERE a.centre_id = :centre AND a.id = ?1

-- What an activity repeats and what repeats it.
-- name: activity_kin
SELECT * FROM (
    SELECT a.id AS id, a.year AS year, 0 AS later, a.title AS title, a.code AS code FROM activity_repeat AS l
    JOIN activity AS a ON a.centre_id = l.centre_id AND a.id = l.to_id
    WHERE l.centre_id = :centre AND l.from_id = ?1
    UNION ALL
    SELECT a.id, a.year, 1, a.title, a.code FROM activity_repeat AS l
    JOIN activity AS a ON a.centre_id = l.centre_id AND a.id = l.from_id
    WHERE l.centre_id = :centre AND l.to_id = ?1
) AS kin
ORDER BY year, id

-- What is known of two activities by unit and audience.
-- name: activity_cells
SELECT c.activity AS activity, c.unit AS unit, c.audience AS audience, CAST(sum(c.value) AS bigint) AS value
FROM reach_sum AS c
WHERE c.centre_id = :centre AND c.activity IN (?1, ?2) AND c.n_known > 0
GROUP BY c.activity, c.unit, c.audience
ORDER BY c.unit, c.audience, c.activity
