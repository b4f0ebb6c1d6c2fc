-- Certificates, diplomas and letters of thanks for an activity: how many, to whom. Numbered after the activity's own table.
@register award
CREATE TABLE award (
    centre_id @id NOT NULL,
    id @id NOT NULL,
    version @int NOT NULL DEFAULT 1,
    year @int NOT NULL CHECK (year BETWEEN 1990 AND 2100),
    activity @id NOT NULL,
    audience @text NOT NULL,
    title @text NOT NULL,
    number @int CHECK (number >= 0),
    note @text,
    stems @text NOT NULL DEFAULT '',
    PRIMARY KEY (centre_id, id),
    FOREIGN KEY (centre_id, activity, year) REFERENCES activity (centre_id, id, year)
);
CREATE INDEX award_by_year ON award (centre_id, year);
CREATE INDEX award_by_activity ON award (centre_id, activity);
