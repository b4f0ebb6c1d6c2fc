-- Publications: site, social networks, stands, letters, press.
@register publication
CREATE TABLE publication (
    centre_id @id NOT NULL,
    id @id NOT NULL,
    version @int NOT NULL DEFAULT 1,
    title @text NOT NULL,
    published_on @day NOT NULL,
    channel @text NOT NULL,
    address @text,
    activity @id,
    views @int CHECK (views >= 0),
    year @int NOT NULL CHECK (year BETWEEN 1990 AND 2100),
    note @text,
    stems @text NOT NULL DEFAULT '',
    PRIMARY KEY (centre_id, id),
    FOREIGN KEY (centre_id, activity) REFERENCES activity (centre_id, id)
);
CREATE INDEX publication_by_year ON publication (centre_id, year);
CREATE INDEX publication_by_activity ON publication (centre_id, activity);
