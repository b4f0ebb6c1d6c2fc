-- What the centre held, took part in or only gathers numbers of. `year` is the school year it belongs to and never changes;
-- UNIQUE (centre_id, id, year) lets parts and headcounts say by their foreign key that they are of the same year. `code` names
-- the activity in the names of figures (week.persons) and comes back every year for what is held every year.
-- grade_from, grade_to are the grades it was made for; who came stands in the headcounts. What the papers call the audience and
-- the date is kept beside the terms of ours.
@register activity
CREATE TABLE activity (
    centre_id @id NOT NULL,
    id @id NOT NULL,
    version @int NOT NULL DEFAULT 1,
    year @int NOT NULL CHECK (year BETWEEN 1990 AND 2100),
    code @text NOT NULL,
    title @text NOT NULL,
    task @id,
    direction @text NOT NULL,
    kind @text NOT NULL,
    parent @id,
    level @text NOT NULL DEFAULT 'municipal',
    centre_role @text NOT NULL DEFAULT 'organiser',
    performed_by @text,
    audience @text,
    audience_as_printed @text,
    grade_from @int CHECK (grade_from BETWEEN 1 AND 11),
    grade_to @int CHECK (grade_to BETWEEN 1 AND 11),
    age_from @int CHECK (age_from BETWEEN 0 AND 120),
    age_to @int CHECK (age_to BETWEEN 0 AND 120),
    period_first @day,
    period_last @day,
    period_precision @text NOT NULL DEFAULT 'none',
    when_as_printed @text,
    format @text,
    planned @text NOT NULL DEFAULT 'unknown',
    note @text,
    stems @text NOT NULL DEFAULT '',
    PRIMARY KEY (centre_id, id),
    UNIQUE (centre_id, year, code),
    UNIQUE (centre_id, id, year),
    FOREIGN KEY (centre_id, task) REFERENCES task (centre_id, id),
    FOREIGN KEY (centre_id, parent, year) REFERENCES activity (centre_id, id, year),
    CHECK (grade_from <= grade_to),
    CHECK (age_from <= age_to),
    CHECK (period_first <= period_last),
    CHECK (parent <> id)
);
CREATE INDEX activity_by_direction ON activity (centre_id, year, direction);
CREATE INDEX activity_by_kind ON activity (centre_id, year, kind);
CREATE INDEX activity_by_task ON activity (centre_id, task);
CREATE INDEX activity_by_parent ON activity (centre_id, parent);
CREATE INDEX activity_by_period ON activity (centre_id, period_first);

-- Competencies tried or contested in the activity.
CREATE TABLE activity_competency (
    centre_id @id NOT NULL,
    from_id @id NOT NULL,
    to_id @id NOT NULL,
    PRIMARY KEY (centre_id, from_id, to_id),
    FOREIGN KEY (centre_id, from_id) REFERENCES activity (centre_id, id),
    FOREIGN KEY (centre_id, to_id) REFERENCES competency (centre_id, id)
);
CREATE INDEX activity_competency_to ON activity_competency (centre_id, to_id);

-- Organisations that took part.
CREATE TABLE activity_participating (
    centre_id @id NOT NULL,
    from_id @id NOT NULL,
    to_id @id NOT NULL,
    PRIMARY KEY (centre_id, from_id, to_id),
    FOREIGN KEY (centre_id, from_id) REFERENCES activity (centre_id, id),
    FOREIGN KEY (centre_id, to_id) REFERENCES organisation (centre_id, id)
);
CREATE INDEX activity_participating_to ON activity_participating (centre_id, to_id);

-- Partners that helped to hold it.
CREATE TABLE activity_partner (
    centre_id @id NOT NULL,
    from_id @id NOT NULL,
    to_id @id NOT NULL,
    PRIMARY KEY (centre_id, from_id, to_id),
    FOREIGN KEY (centre_id, from_id) REFERENCES activity (centre_id, id),
    FOREIGN KEY (centre_id, to_id) REFERENCES organisation (centre_id, id)
);
CREATE INDEX activity_partner_to ON activity_partner (centre_id, to_id);

-- Orders, agreements, regulations that legitimise it.
CREATE TABLE activity_document (
    centre_id @id NOT NULL,
    from_id @id NOT NULL,
    to_id @id NOT NULL,
    PRIMARY KEY (centre_id, from_id, to_id),
    FOREIGN KEY (centre_id, from_id) REFERENCES activity (centre_id, id),
    FOREIGN KEY (centre_id, to_id) REFERENCES document (centre_id, id)
);
CREATE INDEX activity_document_to ON activity_document (centre_id, to_id);
