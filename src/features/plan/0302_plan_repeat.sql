-- Which point of an earlier plan a point repeats; the later one holds the link, as with activities.
CREATE TABLE plan_item_repeat (
    centre_id @id NOT NULL,
    from_id @id NOT NULL,
    to_id @id NOT NULL,
    PRIMARY KEY (centre_id, from_id, to_id),
    FOREIGN KEY (centre_id, from_id) REFERENCES plan_item (centre_id, id),
    FOREIGN KEY (centre_id, to_id) REFERENCES plan_item (centre_id, id)
);
CREATE INDEX plan_item_repeat_to ON plan_item_repeat (centre_id, to_id);
