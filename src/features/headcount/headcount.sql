-- name: headcount_activity_year
SELECT year FROM activity WHERE centre_id = :centre AND id = ?1

-- Other rows of the same activity, unit, audience and organisation, whose grades and periods the new one may not cover again.
-- name: headcount_beside
SELECT id, grade_from, grade_to, CAST(period_first AS text) AS period_first, CAST(period_last AS text) AS period_last
FROM headcount
WHERE centre_id = :centre AND activity = ?1 AND unit = ?2 AND audience = ?3 AND COALESCE(organisation, 0) = ?4 AND id <> ?5
ORDER BY id

-- The topmost whole over an activity: itself, its parent or its grandparent.
-- name: headcount_top
SELECT COALESCE(p.parent, a.parent, a.id) AS top, a.year AS year
FROM activity AS a LEFT JOIN activity AS p ON p.centre_id = a.centre_id AND p.id = a.parent
WHERE a.centre_id = :centre AND a.id = ?1

-- A whole with its parts and theirs: three levels are all there are. The + keeps SQLite from walking a whole centre in the order
-- of the key to spare itself a sort.
-- name: headcount_tree
SELECT a.id AS id, a.parent AS parent, a.title AS title FROM activity AS a
WHERE a.centre_id = :centre AND (a.id = ?1 OR a.parent = ?1
    OR a.parent IN (SELECT m.id FROM activity AS m WHERE m.centre_id = :centre AND m.parent = ?1))
ORDER BY +a.id

-- name: headcount_trees
SELECT a.id AS id, a.parent AS parent, a.title AS title FROM activity AS a
WHERE a.centre_id = :centre AND a.year = ?1
ORDER BY +a.id

-- Their known numbers: what the sums hold (organisation 0), and what single organisations counted, so that a school's part is held
-- against the school's own whole. ?2: one unit, or '' for all; ?3: one organisation, 0 for all of them, -1 for none.
-- name: headcount_numbers
SELECT c.unit AS unit, CAST(0 AS bigint) AS organisation, c.audience AS audience, a.id AS activity, '' AS name,
    CAST(sum(c.value) AS bigint) AS value
FROM activity AS a JOIN reach_sum AS c ON c.centre_id = a.centre_id AND c.activity = a.id
WHERE a.centre_id = :centre AND c.n_known > 0 AND (CAST(?2 AS text) = '' OR c.unit = ?2) AND (a.id = ?1 OR a.parent = ?1
    OR a.parent IN (SELECT m.id FROM activity AS m WHERE m.centre_id = :centre AND m.parent = ?1))
GROUP BY a.id, c.unit, c.audience
UNION ALL
SELECT c.unit, c.organisation, c.audience, a.id, COALESCE(o.short_name, o.name), c.value
FROM activity AS a JOIN reach_organisation AS c ON c.centre_id = a.centre_id AND c.activity = a.id
JOIN organisation AS o ON o.centre_id = c.centre_id AND o.id = c.organisation
WHERE a.centre_id = :centre AND c.n_known > 0 AND (CAST(?2 AS text) = '' OR c.unit = ?2) AND (a.id = ?1 OR a.parent = ?1
    OR a.parent IN (SELECT m.id FROM activity AS m WHERE m.centre_id = :centre AND m.parent = ?1))
    AND (CAST(?3 AS bigint) = 0 OR c.organisation = ?3)
ORDER BY unit, organisation, audience, activity

-- The same of a whole year; an activity that is neither whole nor part is left out.
-- name: headcount_numbers_of_year
SELECT c.unit AS unit, CAST(0 AS bigint) AS organisation, c.audience AS audience, a.id AS activity, '' AS name,
    CAST(sum(c.value) AS bigint) AS value
FROM activity AS a JOIN reach_sum AS c ON c.centre_id = a.centre_id AND c.activity = a.id
WHERE a.centre_id = :centre AND a.year = ?1 AND c.n_known > 0 AND (a.parent IS NOT NULL
    OR EXISTS (SELECT 1 FROM activity AS m WHERE m.centre_id = :centre AND m.parent = a.id))
GROUP BY a.id, c.unit, c.audience
UNION ALL
SELECT c.unit, c.organisation, c.audience, a.id, COALESCE(o.short_name, o.name), c.value
FROM activity AS a JOIN reach_organisation AS c ON c.centre_id = a.centre_id AND c.activity = a.id
JOIN organisation AS o ON o.centre_id = c.centre_id AND o.id = c.organisation
WHERE a.centre_id = :centre AND a.year = ?1 AND c.n_known > 0 AND (a.parent IS NOT NULL
    OR EXISTS (SELECT 1 FROM activity AS m WHERE m.centre_id = :centre AND m.parent = a.id))
ORDER BY unit, organisation, audience, activity

-- The numbers of an activity in one unit and audience, those of all organisations first. Nothing where no number is of all.
-- name: headcount_shares
SELECT h.id AS id, h.activity AS activity, h.unit AS unit, h.audience AS audience, h.organisation AS organisation, h.grade_from AS grade_from, h.grade_to AS grade_to, h.value AS value,
    COALESCE(o.short_name, o.name, '') AS name, CAST(h.period_first AS text) AS period_first,
    CAST(h.period_last AS text) AS period_last
FROM headcount AS h LEFT JOIN organisation AS o ON o.centre_id = h.centre_id AND o.id = h.organisation
WHERE h.centre_id = :centre AND h.activity = ?1 AND h.unit = ?2 AND h.audience = ?3 AND h.value IS NOT NULL
    AND EXISTS (SELECT 1 FROM headcount AS w WHERE w.centre_id = :centre AND w.activity = ?1 AND w.unit = ?2
                    AND w.audience = ?3 AND w.organisation IS NULL AND w.value IS NOT NULL)
ORDER BY h.organisation NULLS FIRST, h.id

-- The same of a whole year, one activity, unit and audience after another. It begins at the counts of all, which are few, by their
-- own index: schools' rows of what nobody counted as a whole, a million perhaps, are not looked at.
-- name: headcount_shares_of_year
SELECT h.id AS id, h.activity AS activity, h.unit AS unit, h.audience AS audience, h.organisation AS organisation,
    h.grade_from AS grade_from, h.grade_to AS grade_to, h.value AS value,
    COALESCE(o.short_name, o.name, '') AS name, CAST(h.period_first AS text) AS period_first,
    CAST(h.period_last AS text) AS period_last
FROM (SELECT DISTINCT w.activity AS activity, w.unit AS unit, w.audience AS audience FROM headcount AS w
      WHERE w.centre_id = :centre AND w.organisation IS NULL AND w.value IS NOT NULL AND w.activity IN (
          SELECT a.id FROM activity AS a WHERE a.centre_id = :centre AND a.year = ?1)) AS whole
CROSS JOIN headcount AS h LEFT JOIN organisation AS o ON o.centre_id = h.centre_id AND o.id = h.organisation
WHERE h.centre_id = :centre AND h.activity = whole.activity AND h.unit = whole.unit AND h.audience = whole.audience
    AND h.year = ?1 AND h.status = 'reported' AND h.value IS NOT NULL
ORDER BY +h.activity, h.unit, h.audience, h.organisation NULLS FIRST, h.id

-- The rows that one may see: of one organisation, or of all when ?2 is 0.
-- name: headcount_of_activity
SELECT h.id AS id, h.audience AS audience, h.grade_from AS grade_from, h.grade_to AS grade_to, h.unit AS unit,
    h.status AS status, h.value AS value, o.name AS organisation, h.reported_by AS reported_by,
    h.reported_on AS reported_on, h.evidence AS evidence, h.note AS note,
    (SELECT count(*) FROM file AS f WHERE f.centre_id = :centre AND ((f.register_name = 'activity' AND f.row_id = h.activity)
        OR (f.register_name = 'headcount' AND f.row_id = h.id))) AS files
FROM headcount AS h LEFT JOIN organisation AS o ON o.centre_id = h.centre_id AND o.id = h.organisation
WHERE h.centre_id = :centre AND h.activity = ?1 AND (CAST(?2 AS bigint) = 0 OR h.organisation = ?2)
ORDER BY h.unit, h.audience, h.grade_from NULLS FIRST, h.id
LIMIT 200

-- The sums of an activity's own rows: what is known, and how many rows have no number.
-- name: headcount_sums
SELECT unit, CAST(sum(value) AS bigint) AS value, CAST(sum(n_known) AS bigint) AS n_known,
    CAST(sum(n_not_reported) AS bigint) AS n_not_reported,
    CAST(sum(n_not_entered) AS bigint) AS n_not_entered
FROM reach_sum WHERE centre_id = :centre AND activity = ?1
GROUP BY unit ORDER BY unit

-- name: headcount_parts
SELECT a.id AS id, a.title AS title, c.unit AS unit, CAST(sum(c.value) AS bigint) AS value
FROM activity AS a LEFT JOIN reach_sum AS c ON c.centre_id = a.centre_id AND c.activity = a.id
WHERE a.centre_id = :centre AND a.parent = ?1
GROUP BY a.id, a.title, c.unit
ORDER BY a.id, c.unit NULLS FIRST
