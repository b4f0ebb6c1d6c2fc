-- The sums over organisations as the rows say they must be.
CREATE VIEW reach_summed AS
SELECT centre_id, year, activity, unit, audience, CAST(0 AS bigint) AS organisation, grade_from, grade_to, bucket,
    CAST(sum(value) AS bigint) AS value, count(value) AS n_known, CAST(sum(not_reported) AS bigint) AS n_not_reported,
    CAST(sum(not_entered) AS bigint) AS n_not_entered, CAST(sum(not_held) AS bigint) AS n_not_held
FROM reach_row
WHERE share = 0
GROUP BY centre_id, year, activity, unit, audience, grade_from, grade_to, bucket;

DELETE FROM reach_sum;
INSERT INTO reach_sum (centre_id, year, activity, unit, audience, organisation, grade_from, grade_to, bucket,
    value, n_known, n_not_reported, n_not_entered, n_not_held)
SELECT centre_id, year, activity, unit, audience, organisation, grade_from, grade_to, bucket,
    value, n_known, n_not_reported, n_not_entered, n_not_held
FROM reach_summed;
