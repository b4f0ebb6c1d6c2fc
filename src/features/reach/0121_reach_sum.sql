-- The cells added up over organisations (organisation is 0 in all of them): figures and pages read these, so that an answer costs
-- the same whether twenty schools reported or two thousand. Changed by the same statements in the same transaction.
CREATE TABLE reach_sum (
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
CREATE INDEX reach_sum_by_year ON reach_sum (centre_id, year, unit);
