-- Totals that are always ready (docs/house.md): the sums of headcounts, changed in the same transaction as the rows they count.
-- Only additive things stand here. organisation 0 and grades 0 mean that the rows do not say. `bucket` is the narrowest of the
-- usual periods that holds the whole period of a count: '2021-11' a month, '2021-Q4', '2021-H2', '2021', 'S2021' the school
-- year, '-' none of them, and '' when the count has no period of its own and shares the activity's, whatever that is today.
-- value is the sum of the numbers known, NULL when n_known is 0; the other counts say why numbers are missing. A cell without
-- rows is deleted. No foreign key to organisation: 0 is not one.
CREATE TABLE reach_cell (
    centre_id @id NOT NULL,
    year @int NOT NULL,
    activity @id NOT NULL,
    unit @text NOT NULL,
    audience @text NOT NULL,
    organisation @id NOT NULL,
    grade_from @int NOT NULL,
    grade_to @int NOT NULL,
    bucket @text NOT NULL,
    value @int,
    n_known @int NOT NULL,
    n_not_reported @int NOT NULL,
    n_not_entered @int NOT NULL,
    n_not_held @int NOT NULL,
    PRIMARY KEY (centre_id, activity, unit, audience, organisation, grade_from, grade_to, bucket),
    FOREIGN KEY (centre_id, activity, year) REFERENCES activity (centre_id, id, year),
    CHECK ((n_known > 0) = (value IS NOT NULL)),
    CHECK (n_known >= 0 AND n_not_reported >= 0 AND n_not_entered >= 0 AND n_not_held >= 0)
);
CREATE INDEX reach_cell_by_year ON reach_cell (centre_id, year, unit);

-- The cells as the rows say they must be: what rebuilding writes and what doctor compares with. The bucket says here the same as
-- reach_bucket says in C; a property test holds the two together.
CREATE VIEW reach_counted AS
SELECT centre_id, year, activity, unit, audience, organisation, grade_from, grade_to, bucket,
    CAST(sum(value) AS bigint) AS value, count(value) AS n_known, sum(not_reported) AS n_not_reported,
    sum(not_entered) AS n_not_entered, sum(not_held) AS n_not_held
FROM (
    SELECT centre_id, year, activity, unit, audience, COALESCE(organisation, 0) AS organisation,
        COALESCE(grade_from, 0) AS grade_from, COALESCE(grade_to, 0) AS grade_to, value,
        CASE WHEN status = 'not_reported' THEN 1 ELSE 0 END AS not_reported,
        CASE WHEN status = 'not_entered' THEN 1 ELSE 0 END AS not_entered,
        CASE WHEN status = 'not_held' THEN 1 ELSE 0 END AS not_held,
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
    ) AS parted
) AS counted
GROUP BY centre_id, year, activity, unit, audience, organisation, grade_from, grade_to, bucket;
