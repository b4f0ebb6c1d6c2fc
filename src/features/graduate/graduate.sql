-- The cohort that leaves school in the calendar year in which the school year begins: the analysis of 2021-2022 tells of the
-- graduates of 2021, because their destinations are known by then.
-- each: total higher vocational undecided unknown stayed employed army not_identified other
-- figure: graduate_{} sum
SELECT 'graduate_category' AS register_name, g.id AS id, g.title AS label, g.value AS value
FROM graduate_cohort AS k JOIN graduate_category AS g ON g.centre_id = k.centre_id AND g.cohort = k.id
WHERE k.centre_id = :centre AND k.year = ?1 AND g.destination = '{}'
ORDER BY g.id

-- Enrolled: known only when both numbers are.
-- figure: graduate_enrolled sum
SELECT 'graduate_category' AS register_name, g.id AS id, g.title AS label,
    CASE WHEN (SELECT count(other.value) FROM graduate_category AS other
               WHERE other.centre_id = :centre AND other.cohort = g.cohort
                   AND other.destination IN ('higher', 'vocational')) = 2 THEN g.value END AS value
FROM graduate_cohort AS k JOIN graduate_category AS g ON g.centre_id = k.centre_id AND g.cohort = k.id
WHERE k.centre_id = :centre AND k.year = ?1 AND g.destination IN ('higher', 'vocational')
ORDER BY g.id

-- Who is in no category: the total and, taken off, the parts. Known only when every one of them is.
-- figure: graduate_unassigned sum
SELECT 'graduate_category' AS register_name, g.id AS id, g.title AS label,
    CASE WHEN EXISTS (SELECT 1 FROM graduate_category AS other WHERE other.centre_id = :centre AND other.cohort = g.cohort
                          AND other.role IN ('total', 'part') AND other.value IS NULL)
              OR NOT EXISTS (SELECT 1 FROM graduate_category AS other WHERE other.centre_id = :centre
                          AND other.cohort = g.cohort AND other.role = 'total')
              OR NOT EXISTS (SELECT 1 FROM graduate_category AS other WHERE other.centre_id = :centre
                          AND other.cohort = g.cohort AND other.role = 'part') THEN NULL
         WHEN g.role = 'total' THEN g.value ELSE -g.value END AS value
FROM graduate_cohort AS k JOIN graduate_category AS g ON g.centre_id = k.centre_id AND g.cohort = k.id
WHERE k.centre_id = :centre AND k.year = ?1 AND g.role IN ('total', 'part')
ORDER BY g.id

-- figure: graduate_fields sum
SELECT 'graduate_field' AS register_name, g.id AS id, f.name AS label, g.persons AS value
FROM graduate_field AS g JOIN field_of_study AS f ON f.centre_id = g.centre_id AND f.id = g.field
WHERE g.centre_id = :centre AND g.year = ?1
ORDER BY g.persons DESC NULLS LAST, f.name COLLATE ru

-- One field of a year, asked for by the field's code: education.graduates.
-- figure: graduate_of_field sum
SELECT 'graduate_field' AS register_name, g.id AS id, f.name AS label, g.persons AS value
FROM graduate_field AS g JOIN field_of_study AS f ON f.centre_id = g.centre_id AND f.id = g.field
WHERE g.centre_id = :centre AND g.year = ?1 AND f.code = CAST(?2 AS text)
ORDER BY g.id

-- name: graduate_field_params
SELECT DISTINCT f.code AS param, f.name AS title
FROM graduate_field AS g JOIN field_of_study AS f ON f.centre_id = g.centre_id AND f.id = g.field
WHERE g.centre_id = :centre AND g.year = ?1 AND f.code IS NOT NULL
ORDER BY param

-- name: graduate_categories_of
SELECT id, destination, title, role, value, share_as_printed FROM graduate_category
WHERE centre_id = :centre AND cohort = ?1
ORDER BY CASE role WHEN 'total' THEN 0 WHEN 'part' THEN 1 WHEN 'subset' THEN 2 ELSE 3 END, id

-- name: graduate_cohort_state
SELECT state FROM graduate_cohort WHERE centre_id = :centre AND id = ?1
