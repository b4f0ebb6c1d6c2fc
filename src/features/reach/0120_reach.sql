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
