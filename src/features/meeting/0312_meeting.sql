-- Meetings with their protocol, and the decisions of each with owner and deadline.
@register meeting
CREATE TABLE meeting (
    centre_id @id NOT NULL,
    id @id NOT NULL,
    version @int NOT NULL DEFAULT 1,
    title @text NOT NULL,
    body @text NOT NULL,
    held_on @day NOT NULL,
    attendance @int CHECK (attendance >= 0),
    protocol @text,
    document @id,
    agenda @text,
    year @int NOT NULL CHECK (year BETWEEN 1990 AND 2100),
    note @text,
    stems @text NOT NULL DEFAULT '',
    PRIMARY KEY (centre_id, id),
    FOREIGN KEY (centre_id, document) REFERENCES document (centre_id, id)
);
CREATE INDEX meeting_by_year ON meeting (centre_id, year);
CREATE INDEX meeting_by_document ON meeting (centre_id, document);
@register meeting_decision
CREATE TABLE meeting_decision (
    centre_id @id NOT NULL,
    id @id NOT NULL,
    version @int NOT NULL DEFAULT 1,
    text @text NOT NULL,
    meeting @id NOT NULL,
    owner @text,
    due @day,
    state @text,
    outcome @text,
    stems @text NOT NULL DEFAULT '',
    PRIMARY KEY (centre_id, id),
    FOREIGN KEY (centre_id, meeting) REFERENCES meeting (centre_id, id)
);
CREATE INDEX meeting_decision_by_meeting ON meeting_decision (centre_id, meeting);
CREATE INDEX meeting_decision_by_state ON meeting_decision (centre_id, state, due);
