-- Which earlier papers a paper continues: an agreement made anew names the one that ended, and the reminder of that one falls
-- silent. The new paper holds the link, because the old one is signed and stays as it was.
CREATE TABLE document_continues (
    centre_id @id NOT NULL,
    from_id @id NOT NULL,
    to_id @id NOT NULL,
    PRIMARY KEY (centre_id, from_id, to_id),
    FOREIGN KEY (centre_id, from_id) REFERENCES document (centre_id, id),
    FOREIGN KEY (centre_id, to_id) REFERENCES document (centre_id, id)
);
CREATE INDEX document_continues_to ON document_continues (centre_id, to_id);
