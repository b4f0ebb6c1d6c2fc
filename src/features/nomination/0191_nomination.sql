-- Nominations of a contest, in the order they are printed. Numbered after the activity's own table.
@register nomination
CREATE TABLE nomination (
    centre_id @id NOT NULL,
    id @id NOT NULL,
    version @int NOT NULL DEFAULT 1,
    year @int NOT NULL CHECK (year BETWEEN 1990 AND 2100),
    activity @id NOT NULL,
    position @int CHECK (position BETWEEN 1 AND 99),
    title @text NOT NULL,
    note @text,
    stems @text NOT NULL DEFAULT '',
    PRIMARY KEY (centre_id, id),
    UNIQUE (centre_id, activity, title),
    FOREIGN KEY (centre_id, activity, year) REFERENCES activity (centre_id, id, year)
);
CREATE INDEX nomination_by_year ON nomination (centre_id, year);
