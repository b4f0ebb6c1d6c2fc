-- A school year of the centre by its first calendar year: 2021 is 2021-2022.
@register academic_year
CREATE TABLE academic_year (
    centre_id @id NOT NULL,
    id @id NOT NULL,
    version @int NOT NULL DEFAULT 1,
    year @int NOT NULL CHECK (year BETWEEN 1990 AND 2100),
    goal @text,
    note @text,
    PRIMARY KEY (centre_id, id),
    UNIQUE (centre_id, year)
);
