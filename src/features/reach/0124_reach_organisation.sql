-- The cells added up over grades and periods (grades are 0 and bucket is '' in all of them): what each organisation counted of an
-- activity, which the rules about parts and wholes ask of every one. A hundred thousand cells are some thousand of these. Changed
-- by the same differences as the cells, in the same transaction.
CREATE TABLE reach_organisation (
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

INSERT INTO reach_organisation (centre_id, year, activity, unit, audience, organisation, grade_from, grade_to, bucket,
    value, n_known, n_not_reported, n_not_entered, n_not_held)
SELECT centre_id, year, activity, unit, audience, organisation, 0, 0, '', CAST(sum(value) AS bigint),
    CAST(sum(n_known) AS bigint), CAST(sum(n_not_reported) AS bigint), CAST(sum(n_not_entered) AS bigint),
    CAST(sum(n_not_held) AS bigint)
FROM reach_cell
GROUP BY centre_id, year, activity, unit, audience, organisation;
