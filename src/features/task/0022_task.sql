-- The tasks of a year; the sections of its analysis follow their numbers.
@register task
CREATE TABLE task (
    centre_id @id NOT NULL,
    id @id NOT NULL,
    version @int NOT NULL DEFAULT 1,
    year @int NOT NULL CHECK (year BETWEEN 1990 AND 2100),
    number @int NOT NULL CHECK (number BETWEEN 1 AND 99),
    direction @text NOT NULL,
    title @text NOT NULL,
    PRIMARY KEY (centre_id, id),
    UNIQUE (centre_id, year, number)
);
