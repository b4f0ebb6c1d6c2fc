-- Methodical products: what the centre wrote, when it was ready, what it serves.
@register product
CREATE TABLE product (
    centre_id @id NOT NULL,
    id @id NOT NULL,
    version @int NOT NULL DEFAULT 1,
    title @text NOT NULL,
    year @int NOT NULL CHECK (year BETWEEN 1990 AND 2100),
    kind @text NOT NULL,
    ready_first @day,
    ready_last @day,
    ready_precision @text NOT NULL DEFAULT 'none',
    authors @text,
    state @text,
    task @id,
    activity @id,
    document @id,
    address @text,
    note @text,
    stems @text NOT NULL DEFAULT '',
    PRIMARY KEY (centre_id, id),
    FOREIGN KEY (centre_id, task) REFERENCES task (centre_id, id),
    FOREIGN KEY (centre_id, activity) REFERENCES activity (centre_id, id),
    FOREIGN KEY (centre_id, document) REFERENCES document (centre_id, id),
    CHECK (ready_first <= ready_last)
);
CREATE INDEX product_by_year ON product (centre_id, year);
CREATE INDEX product_by_task ON product (centre_id, task);
CREATE INDEX product_by_activity ON product (centre_id, activity);
CREATE INDEX product_by_document ON product (centre_id, document);
