-- Results of championships by competency and organisation; the championship is an activity.
@register championship_result
CREATE TABLE championship_result (
    centre_id @id NOT NULL,
    id @id NOT NULL,
    version @int NOT NULL DEFAULT 1,
    competency @id NOT NULL,
    activity @id NOT NULL,
    organisation @id,
    participants @int CHECK (participants >= 0),
    place @text,
    points @text,
    year @int NOT NULL CHECK (year BETWEEN 1990 AND 2100),
    note @text,
    stems @text NOT NULL DEFAULT '',
    PRIMARY KEY (centre_id, id),
    FOREIGN KEY (centre_id, competency) REFERENCES competency (centre_id, id),
    FOREIGN KEY (centre_id, activity, year) REFERENCES activity (centre_id, id, year),
    FOREIGN KEY (centre_id, organisation) REFERENCES organisation (centre_id, id)
);
CREATE INDEX championship_result_by_year ON championship_result (centre_id, year);
CREATE INDEX championship_result_by_competency ON championship_result (centre_id, competency);
CREATE INDEX championship_result_by_activity ON championship_result (centre_id, activity);
CREATE INDEX championship_result_by_organisation ON championship_result (centre_id, organisation);
