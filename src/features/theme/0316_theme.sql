-- Themes of months and professional days, by their day or month.
@register theme
CREATE TABLE theme (
    centre_id @id NOT NULL,
    id @id NOT NULL,
    version @int NOT NULL DEFAULT 1,
    title @text NOT NULL,
    kind @text NOT NULL,
    term_first @day,
    term_last @day,
    term_precision @text NOT NULL DEFAULT 'none',
    sector @text,
    source @text,
    year @int NOT NULL CHECK (year BETWEEN 1990 AND 2100),
    note @text,
    stems @text NOT NULL DEFAULT '',
    PRIMARY KEY (centre_id, id),
    CHECK (term_first <= term_last)
);
CREATE INDEX theme_by_year ON theme (centre_id, year);
