-- How many came, without names: one row an activity, organisation, audience, grades and unit. A number stands only where the
-- status is 'reported'; 'not_reported' (held, the number was not told), 'not_entered' and 'not_held' are three different
-- silences, and none of them is zero. `year` is the activity's, held to it by the foreign key. The period is that of this
-- count where it is narrower than the activity's ('none': the activity's). Evidence may be missing; that is a note.
@register headcount
CREATE TABLE headcount (
    centre_id @id NOT NULL,
    id @id NOT NULL,
    version @int NOT NULL DEFAULT 1,
    year @int NOT NULL CHECK (year BETWEEN 1990 AND 2100),
    activity @id NOT NULL,
    organisation @id,
    audience @text NOT NULL,
    grade_from @int CHECK (grade_from BETWEEN 1 AND 11),
    grade_to @int CHECK (grade_to BETWEEN 1 AND 11),
    unit @text NOT NULL,
    status @text NOT NULL CHECK (status IN ('reported', 'not_reported', 'not_entered', 'not_held')),
    value @int CHECK (value >= 0),
    period_first @day,
    period_last @day,
    period_precision @text NOT NULL DEFAULT 'none',
    reported_by @text,
    reported_on @day,
    evidence @text,
    note @text,
    stems @text NOT NULL DEFAULT '',
    PRIMARY KEY (centre_id, id),
    FOREIGN KEY (centre_id, activity, year) REFERENCES activity (centre_id, id, year),
    FOREIGN KEY (centre_id, organisation) REFERENCES organisation (centre_id, id),
    CHECK ((status = 'reported') = (value IS NOT NULL)),
    CHECK ((grade_from IS NULL) = (grade_to IS NULL)),
    CHECK (grade_from <= grade_to),
    CHECK (period_first <= period_last)
);
CREATE INDEX headcount_by_activity ON headcount (centre_id, activity, unit);
CREATE INDEX headcount_by_organisation ON headcount (centre_id, organisation);
CREATE INDEX headcount_by_status ON headcount (centre_id, year, status);
