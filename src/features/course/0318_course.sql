-- Groups of vocational courses of an activity.
@register course_group
CREATE TABLE course_group (
    centre_id @id NOT NULL,
    id @id NOT NULL,
    version @int NOT NULL DEFAULT 1,
    title @text NOT NULL,
    activity @id NOT NULL,
    hours @int CHECK (hours >= 1),
    begins @day,
    ends @day,
    enrolled @int CHECK (enrolled >= 0),
    certified @int CHECK (certified >= 0),
    left_course @int CHECK (left_course >= 0),
    learning @int CHECK (learning >= 0),
    leaving @text,
    year @int NOT NULL CHECK (year BETWEEN 1990 AND 2100),
    note @text,
    stems @text NOT NULL DEFAULT '',
    PRIMARY KEY (centre_id, id),
    FOREIGN KEY (centre_id, activity, year) REFERENCES activity (centre_id, id, year)
);
CREATE INDEX course_group_by_year ON course_group (centre_id, year);
CREATE INDEX course_group_by_activity ON course_group (centre_id, activity);
