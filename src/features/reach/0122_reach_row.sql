-- A count without an organisation is of all of them; a school's count of the same activity, unit, audience, grades and period is
-- its part and is not added to it (a whole that has a number is the whole). The sums leave such parts out; the cells keep them,
-- because each school's own number stays its own.
CREATE INDEX headcount_of_all ON headcount (centre_id, activity, unit, audience) WHERE organisation IS NULL;
DROP VIEW reach_counted;

-- Every headcount as the cells see it; `share` is 1 for a part of a count of all. The bucket says here the same as reach_bucket
-- says in C; a property test holds the two together. A row without grades or without a period covers all of them.
CREATE VIEW reach_row AS
SELECT centre_id, year, activity, unit, audience, COALESCE(organisation, 0) AS organisation,
    COALESCE(grade_from, 0) AS grade_from, COALESCE(grade_to, 0) AS grade_to, value,
    CASE WHEN status = 'not_reported' THEN 1 ELSE 0 END AS not_reported,
    CASE WHEN status = 'not_entered' THEN 1 ELSE 0 END AS not_entered,
    CASE WHEN status = 'not_held' THEN 1 ELSE 0 END AS not_held,
    CASE WHEN organisation IS NOT NULL AND EXISTS (SELECT 1 FROM headcount AS w
        WHERE w.centre_id = parted.centre_id AND w.activity = parted.activity AND w.unit = parted.unit
            AND w.audience = parted.audience AND w.organisation IS NULL AND w.value IS NOT NULL
            AND (w.grade_from IS NULL OR parted.grade_from IS NULL
                OR (w.grade_from <= parted.grade_to AND parted.grade_from <= w.grade_to))
            AND (w.period_first IS NULL OR parted.period_first IS NULL
                OR (w.period_first <= parted.period_last AND parted.period_first <= w.period_last)))
        THEN 1 ELSE 0 END AS share,
    CASE
        WHEN first_day IS NULL THEN ''
        WHEN substr(first_day, 1, 7) = substr(last_day, 1, 7) THEN substr(first_day, 1, 7)
        WHEN substr(first_day, 1, 4) = substr(last_day, 1, 4) THEN substr(first_day, 1, 4) || CASE
            WHEN first_quarter = last_quarter THEN '-Q' || first_quarter
            WHEN last_quarter <= 2 THEN '-H1'
            WHEN first_quarter >= 3 THEN '-H2'
            ELSE '' END
        WHEN school_first = school_last THEN 'S' || school_first
        ELSE '-' END AS bucket
FROM (
    SELECT dated.*,
        (CAST(substr(first_day, 6, 2) AS bigint) + 2) / 3 AS first_quarter,
        (CAST(substr(last_day, 6, 2) AS bigint) + 2) / 3 AS last_quarter,
        CAST(substr(first_day, 1, 4) AS bigint) - CASE WHEN substr(first_day, 6, 2) < '09' THEN 1 ELSE 0 END AS school_first,
        CAST(substr(last_day, 1, 4) AS bigint) - CASE WHEN substr(last_day, 6, 2) < '09' THEN 1 ELSE 0 END AS school_last
    FROM (SELECT headcount.*, CAST(period_first AS text) AS first_day, CAST(period_last AS text) AS last_day
          FROM headcount) AS dated
) AS parted;

-- The cells as the rows say they must be: what rebuilding writes and what doctor compares with.
CREATE VIEW reach_counted AS
SELECT centre_id, year, activity, unit, audience, organisation, grade_from, grade_to, bucket,
    CAST(sum(value) AS bigint) AS value, count(value) AS n_known, sum(not_reported) AS n_not_reported,
    sum(not_entered) AS n_not_entered, sum(not_held) AS n_not_held
FROM reach_row
GROUP BY centre_id, year, activity, unit, audience, organisation, grade_from, grade_to, bucket;
