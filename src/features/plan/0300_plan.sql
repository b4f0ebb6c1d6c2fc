-- Points of the plan of work. A term is known to the day, the month, the season or the year, and is never put into a narrower one.
@register plan_item
CREATE TABLE plan_item (
    centre_id @id NOT NULL,
    id @id NOT NULL,
    version @int NOT NULL DEFAULT 1,
    title @text NOT NULL,
    year @int NOT NULL CHECK (year BETWEEN 1990 AND 2100),
    section @text NOT NULL,
    term_first @day,
    term_last @day,
    term_precision @text NOT NULL DEFAULT 'none',
    responsible @text,
    audience @text,
    expected @text,
    planned_reach @int CHECK (planned_reach >= 0),
    status @text,
    reason @text,
    moved_to_first @day,
    moved_to_last @day,
    moved_to_precision @text NOT NULL DEFAULT 'none',
    outcome @text,
    decision @id,
    stems @text NOT NULL DEFAULT '',
    PRIMARY KEY (centre_id, id),
    FOREIGN KEY (centre_id, decision) REFERENCES decision (centre_id, id),
    CHECK (term_first <= term_last),
    CHECK (moved_to_first <= moved_to_last)
);
CREATE INDEX plan_item_by_year ON plan_item (centre_id, year);
CREATE INDEX plan_item_by_decision ON plan_item (centre_id, decision);
CREATE INDEX plan_item_by_status ON plan_item (centre_id, year, status);
CREATE TABLE plan_item_activities (
    centre_id @id NOT NULL,
    from_id @id NOT NULL,
    to_id @id NOT NULL,
    PRIMARY KEY (centre_id, from_id, to_id),
    FOREIGN KEY (centre_id, from_id) REFERENCES plan_item (centre_id, id),
    FOREIGN KEY (centre_id, to_id) REFERENCES activity (centre_id, id)
);
CREATE INDEX plan_item_activities_to ON plan_item_activities (centre_id, to_id);
