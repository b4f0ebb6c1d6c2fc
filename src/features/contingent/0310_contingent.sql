-- Pupils of an organisation by class on a day. Nothing is added up here: a later day is another photograph of the same children.
@register contingent
CREATE TABLE contingent (
    centre_id @id NOT NULL,
    id @id NOT NULL,
    version @int NOT NULL DEFAULT 1,
    class_name @text NOT NULL,
    organisation @id NOT NULL,
    on_date @day NOT NULL,
    grade @int CHECK (grade >= 1),
    letter @text,
    pupils @int NOT NULL CHECK (pupils >= 0),
    disabled @int CHECK (disabled >= 0),
    source @text,
    year @int NOT NULL CHECK (year BETWEEN 1990 AND 2100),
    note @text,
    stems @text NOT NULL DEFAULT '',
    PRIMARY KEY (centre_id, id),
    FOREIGN KEY (centre_id, organisation) REFERENCES organisation (centre_id, id)
);
CREATE INDEX contingent_by_year ON contingent (centre_id, year);
CREATE INDEX contingent_by_organisation ON contingent (centre_id, organisation);
CREATE INDEX contingent_by_organisation_day ON contingent (centre_id, organisation, on_date);
