-- What the frame of every staff page shows, in one statement because every page pays for it: the years of the record, the short
-- name of the centre, and how many things wait by kind (home_in.h says for whom each kind is).
-- name: home_frame
SELECT kind, n, words FROM (
    SELECT 'year' AS kind, y.year AS n, '' AS words FROM academic_year AS y WHERE y.centre_id = :centre
    UNION ALL
    SELECT 'centre', 0, c.short_name FROM centre AS c WHERE c.id = :centre
    UNION ALL
    SELECT 'sections', count(*), '' FROM analysis_section AS s
    JOIN analysis AS a ON a.centre_id = s.centre_id AND a.id = s.analysis_id
    WHERE s.centre_id = :centre AND a.year = ?1 AND a.state = 'draft' AND s.state = 'draft'
    UNION ALL
    SELECT CASE WHEN a.state = 'draft' THEN 'agree' WHEN a.state = 'agreed' THEN 'approve' ELSE 'send' END, count(*), ''
    FROM analysis AS a
    WHERE a.centre_id = :centre AND a.year = ?1 AND (a.state IN ('agreed', 'approved') OR (a.state = 'draft'
        AND EXISTS (SELECT 1 FROM analysis_section AS s WHERE s.centre_id = :centre AND s.analysis_id = a.id)
        AND NOT EXISTS (SELECT 1 FROM analysis_section AS s
            WHERE s.centre_id = :centre AND s.analysis_id = a.id AND s.state = 'draft')))
    GROUP BY 1
    UNION ALL
    SELECT 'decisions', count(*), '' FROM decision AS d WHERE d.centre_id = :centre AND d.year = ?1 AND d.status = 'open'
    UNION ALL
    SELECT 'late_plan', count(*), '' FROM plan_item AS p
    WHERE p.centre_id = :centre AND p.status = 'planned' AND p.term_precision IN ('day', 'month')
        AND CAST(p.term_last AS text) < CAST(?2 AS text)
    UNION ALL
    SELECT 'late_decisions', count(*), '' FROM meeting_decision AS d
    WHERE d.centre_id = :centre AND d.state IN ('open', 'in_work') AND CAST(d.due AS text) < CAST(?2 AS text)
    UNION ALL
    SELECT 'late_requests', count(*), '' FROM request AS r
    WHERE r.centre_id = :centre AND r.state IN ('new', 'in_work') AND CAST(r.answer_by AS text) < CAST(?2 AS text)
    UNION ALL
    SELECT 'ending_agreements', count(*), '' FROM document AS d
    WHERE d.centre_id = :centre AND d.kind = 'agreement'
        AND CAST(d.valid_until_last AS text) BETWEEN CAST(?3 AS text) AND CAST(?4 AS text)
        AND NOT EXISTS (SELECT 1 FROM document_continues AS c WHERE c.centre_id = :centre AND c.to_id = d.id)
) AS facts
ORDER BY kind, n DESC

-- The persons of the whole year over all directions, by the rule of the figures of one direction (features/reach): an activity
-- below one that has a number of its own is left out, because the whole is the whole.
-- figure: home_year_persons sum
SELECT 'activity' AS register_name, a.id AS id, a.title AS label, CAST(sum(c.value) AS bigint) AS value,
    NULLIF(c.grade_from, 0) AS grade_from, NULLIF(c.grade_to, 0) AS grade_to
FROM activity AS a
JOIN reach_sum AS c ON c.centre_id = a.centre_id AND c.activity = a.id
LEFT JOIN activity AS p ON p.centre_id = a.centre_id AND p.id = a.parent
WHERE a.centre_id = :centre AND a.year = ?1 AND CAST(?2 AS text) = '' AND c.unit = 'persons'
    AND c.n_known + c.n_not_reported + c.n_not_entered > 0
    AND NOT EXISTS (SELECT 1 FROM reach_sum AS k WHERE k.centre_id = :centre AND k.activity IN (a.parent, p.parent)
                        AND k.unit = 'persons' AND k.n_known > 0)
GROUP BY a.id, a.title, c.grade_from, c.grade_to
ORDER BY id, grade_from NULLS FIRST

-- What the record of the year lacks; count and list are made of one text, so that the number on the page is the length of the
-- list behind it. «Not held» is an answer and lacks nothing.
-- figure: home_no_number count
SELECT 'activity' AS register_name, a.id AS id, a.title AS label, NULL AS value FROM activity AS a
WHERE a.centre_id = :centre AND a.year = ?1 AND CAST(?2 AS text) = ''
    AND NOT EXISTS (SELECT 1 FROM reach_cell AS c
        WHERE c.centre_id = :centre AND c.activity = a.id AND (c.n_known > 0 OR c.n_not_held > 0))
    AND NOT EXISTS (SELECT 1 FROM activity AS p WHERE p.centre_id = :centre AND p.parent = a.id)
ORDER BY a.title COLLATE ru, a.id

-- figure: home_no_period count
SELECT 'activity' AS register_name, a.id AS id, a.title AS label, NULL AS value FROM activity AS a
WHERE a.centre_id = :centre AND a.year = ?1 AND CAST(?2 AS text) = '' AND a.period_precision = 'none'
ORDER BY a.title COLLATE ru, a.id

-- figure: home_no_evidence count
SELECT 'activity' AS register_name, a.id AS id, a.title AS label, NULL AS value FROM activity AS a
WHERE a.centre_id = :centre AND a.year = ?1 AND CAST(?2 AS text) = ''
    AND EXISTS (SELECT 1 FROM headcount AS h WHERE h.centre_id = :centre AND h.activity = a.id AND h.status = 'reported'
        AND COALESCE(h.evidence, '') = '' AND NOT EXISTS (SELECT 1 FROM file AS p
            WHERE p.centre_id = :centre AND p.register_name = 'headcount' AND p.row_id = h.id))
    AND NOT EXISTS (SELECT 1 FROM file AS f WHERE f.centre_id = :centre AND f.register_name = 'activity' AND f.row_id = a.id)
ORDER BY a.title COLLATE ru, a.id

-- The next activities from a day on. What goes on all the year is neither ahead nor over on any day of it.
-- name: home_next
SELECT a.id AS id, a.title AS title, CAST(a.period_first AS text) AS first, CAST(a.period_last AS text) AS last,
    a.period_precision AS precision, coalesce(a.when_as_printed, '') AS words
FROM activity AS a
WHERE a.centre_id = :centre AND a.year = ?1 AND a.period_first IS NOT NULL AND CAST(a.period_last AS text) >= CAST(?2 AS text)
    AND a.period_precision NOT IN ('year', 'school year')
ORDER BY a.period_first, a.title COLLATE ru, a.id
LIMIT 5

-- The last ones before it.
-- name: home_last
SELECT a.id AS id, a.title AS title, CAST(a.period_first AS text) AS first, CAST(a.period_last AS text) AS last,
    a.period_precision AS precision, coalesce(a.when_as_printed, '') AS words
FROM activity AS a
WHERE a.centre_id = :centre AND a.year = ?1 AND a.period_first IS NOT NULL AND CAST(a.period_last AS text) < CAST(?2 AS text)
    AND a.period_precision NOT IN ('year', 'school year')
ORDER BY a.period_last DESC, a.title COLLATE ru, a.id
LIMIT 5
