-- Layouts of the information stands: by month and sector of the economy.
@register stand
CREATE TABLE stand (
    centre_id @id NOT NULL,
    id @id NOT NULL,
    version @int NOT NULL DEFAULT 1,
    year @int NOT NULL CHECK (year BETWEEN 1990 AND 2100),
    month_first @day NOT NULL,
    month_last @day NOT NULL,
    month_precision @text NOT NULL DEFAULT 'month',
    sector @text NOT NULL,
    kind @text NOT NULL,
    note @text,
    stems @text NOT NULL DEFAULT '',
    PRIMARY KEY (centre_id, id),
    UNIQUE (centre_id, month_first, kind, sector),
    CHECK (month_first <= month_last)
);
CREATE INDEX stand_by_year ON stand (centre_id, year, month_first);
