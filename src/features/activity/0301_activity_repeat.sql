-- Which earlier activity an activity repeats. The later one holds the link, and its year is a later one, so that nothing repeats
-- itself, by however many steps.
CREATE TABLE activity_repeat (
    centre_id @id NOT NULL,
    from_id @id NOT NULL,
    to_id @id NOT NULL,
    PRIMARY KEY (centre_id, from_id, to_id),
    FOREIGN KEY (centre_id, from_id) REFERENCES activity (centre_id, id),
    FOREIGN KEY (centre_id, to_id) REFERENCES activity (centre_id, id)
);
CREATE INDEX activity_repeat_to ON activity_repeat (centre_id, to_id);
