-- Criteria of a nomination: weight and the most points.
@register criterion
CREATE TABLE criterion (
    centre_id @id NOT NULL,
    id @id NOT NULL,
    version @int NOT NULL DEFAULT 1,
    title @text NOT NULL,
    nomination @id NOT NULL,
    most_points @int NOT NULL CHECK (most_points >= 1),
    weight @int CHECK (weight >= 1),
    note @text,
    stems @text NOT NULL DEFAULT '',
    PRIMARY KEY (centre_id, id),
    FOREIGN KEY (centre_id, nomination) REFERENCES nomination (centre_id, id)
);
CREATE INDEX criterion_by_nomination ON criterion (centre_id, nomination);
