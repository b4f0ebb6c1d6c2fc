-- A time and a place inside an activity. The day is local to the centre, times are its wall clock.
@register activity_session
CREATE TABLE activity_session (
    centre_id @id NOT NULL,
    id @id NOT NULL,
    version @int NOT NULL DEFAULT 1,
    title @text NOT NULL,
    activity @id NOT NULL,
    day @day NOT NULL,
    begins @text,
    ends @text,
    place @text,
    capacity @int CHECK (capacity >= 1),
    leader @text,
    state @text,
    year @int NOT NULL CHECK (year BETWEEN 1990 AND 2100),
    note @text,
    stems @text NOT NULL DEFAULT '',
    PRIMARY KEY (centre_id, id),
    FOREIGN KEY (centre_id, activity, year) REFERENCES activity (centre_id, id, year)
);
CREATE INDEX activity_session_by_year ON activity_session (centre_id, year);
CREATE INDEX activity_session_by_activity ON activity_session (centre_id, activity);
CREATE INDEX activity_session_by_day ON activity_session (centre_id, day);
