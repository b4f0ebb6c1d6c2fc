-- name: claim_of_year
SELECT id, number, section, place, quote, kind, figures, base, compared, printed
FROM claim WHERE centre_id = :centre AND year = ?1 ORDER BY number, id

-- name: claim_activity_grades
SELECT id, title, grade_from, grade_to FROM activity WHERE centre_id = :centre AND year = ?1 AND code = ?2

-- name: claim_organisation_name
SELECT id, name FROM organisation WHERE centre_id = :centre AND code = ?1

-- name: claim_document
SELECT id, number, date_precision, date_first, date_last FROM document WHERE centre_id = :centre AND code = ?1

-- Names of both dictionaries, each with its other names.
-- name: claim_terms
SELECT name, synonyms FROM competency WHERE centre_id = :centre
UNION ALL SELECT name, synonyms FROM field_of_study WHERE centre_id = :centre
ORDER BY name

-- name: claim_unplanned
SELECT count(*) AS n_all, sum(CASE WHEN planned = 'unknown' THEN 1 ELSE 0 END) AS n_unknown,
       sum(CASE WHEN planned = 'no' THEN 1 ELSE 0 END) AS n_no
FROM activity WHERE centre_id = :centre AND year = ?1

-- name: claim_accepted
SELECT finding, explanation, who, at FROM finding_accepted WHERE centre_id = :centre AND year = ?1 ORDER BY finding

-- name: claim_accept
INSERT INTO finding_accepted (centre_id, year, finding, explanation, account, who, at)
VALUES (:centre, ?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (centre_id, year, finding) DO UPDATE
SET explanation = excluded.explanation, account = excluded.account, who = excluded.who, at = excluded.at

-- name: claim_reopen
DELETE FROM finding_accepted WHERE centre_id = :centre AND year = ?1 AND finding = ?2

-- Rules over the record itself, without any printed claim. ?2: how many rows at most.

-- A cohort whose parts do not make its total (year of the analysis = year the cohort left in).
-- name: claim_rule_partition
SELECT c.id AS id, t.value AS total, sum(p.value) AS parts
FROM graduate_cohort c
JOIN graduate_category t ON t.centre_id = c.centre_id AND t.cohort = c.id AND t.role = 'total' AND t.value IS NOT NULL
JOIN graduate_category p ON p.centre_id = c.centre_id AND p.cohort = c.id AND p.role = 'part'
WHERE c.centre_id = :centre AND c.year = ?1
GROUP BY c.id, t.value
HAVING sum(p.value) <> t.value AND count(p.value) = count(*)
LIMIT ?2

-- Those who came from grades the activity was not made for. In which activity, unit and audience there are such rows is asked of the
-- sums, which are few, and, because the sums leave schools' parts out, of the counts of all: other rows are not looked at.
-- name: claim_rule_grades
SELECT h.id AS id, a.title AS title, a.grade_from AS grade_from, a.grade_to AS grade_to, h.grade_from AS came_from,
       h.grade_to AS came_to
FROM (SELECT c.activity AS activity, c.unit AS unit, c.audience AS audience
      FROM activity AS b JOIN reach_sum AS c ON c.centre_id = b.centre_id AND c.activity = b.id
      WHERE b.centre_id = :centre AND b.year = ?1 AND c.grade_from > 0
          AND (c.grade_from < b.grade_from OR c.grade_to > b.grade_to)
      UNION
      SELECT w.activity, w.unit, w.audience FROM headcount AS w
      WHERE w.centre_id = :centre AND w.organisation IS NULL AND w.activity IN (
          SELECT b.id FROM activity AS b WHERE b.centre_id = :centre AND b.year = ?1 AND b.grade_from IS NOT NULL)) AS s
CROSS JOIN headcount AS h JOIN activity AS a ON a.centre_id = h.centre_id AND a.id = h.activity
WHERE h.centre_id = :centre AND h.activity = s.activity AND h.unit = s.unit AND h.audience = s.audience AND h.year = ?1
  AND h.grade_from IS NOT NULL AND a.grade_from IS NOT NULL AND (h.grade_from < a.grade_from OR h.grade_to > a.grade_to)
ORDER BY h.id
LIMIT ?2
