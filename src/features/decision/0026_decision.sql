-- Decisions for the next year, taken at the end of an analysis: `year` is the year they are to be carried out in, `section` the
-- section of the analysis they come from. They become points of that year's plan.
@register decision
CREATE TABLE decision (
    centre_id @id NOT NULL,
    id @id NOT NULL,
    version @int NOT NULL DEFAULT 1,
    year @int NOT NULL CHECK (year BETWEEN 1990 AND 2100),
    section @int CHECK (section BETWEEN 1 AND 99),
    text @text NOT NULL,
    owner @text,
    due_first @day,
    due_last @day,
    due_precision @text NOT NULL DEFAULT 'none',
    indicator @text,
    target @text,
    status @text NOT NULL DEFAULT 'open',
    note @text,
    stems @text NOT NULL DEFAULT '',
    PRIMARY KEY (centre_id, id),
    CHECK (due_first <= due_last)
);
CREATE INDEX decision_by_year ON decision (centre_id, year, section);
CREATE INDEX decision_by_status ON decision (centre_id, status);
