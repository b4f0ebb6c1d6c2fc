-- Requests and feedback: when, from whom, what became of it.
@register request
CREATE TABLE request (
    centre_id @id NOT NULL,
    id @id NOT NULL,
    version @int NOT NULL DEFAULT 1,
    title @text NOT NULL,
    came_on @day NOT NULL,
    kind @text NOT NULL,
    asker @text NOT NULL,
    organisation @id,
    channel @text,
    answer_by @day,
    state @text,
    answered_on @day,
    outcome @text,
    activity @id,
    year @int NOT NULL CHECK (year BETWEEN 1990 AND 2100),
    note @text,
    stems @text NOT NULL DEFAULT '',
    PRIMARY KEY (centre_id, id),
    FOREIGN KEY (centre_id, organisation) REFERENCES organisation (centre_id, id),
    FOREIGN KEY (centre_id, activity) REFERENCES activity (centre_id, id)
);
CREATE INDEX request_by_year ON request (centre_id, year);
CREATE INDEX request_by_organisation ON request (centre_id, organisation);
CREATE INDEX request_by_activity ON request (centre_id, activity);
CREATE INDEX request_by_state ON request (centre_id, state, answer_by);
