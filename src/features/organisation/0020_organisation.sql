-- Schools, colleges, universities, authorities, businesses: everybody the centre works with, and the centre itself.
@register organisation
CREATE TABLE organisation (
    centre_id @id NOT NULL,
    id @id NOT NULL,
    version @int NOT NULL DEFAULT 1,
    code @text,
    kind @text NOT NULL,
    name @text NOT NULL,
    short_name @text,
    town @text,
    parent @id,
    note @text,
    stems @text NOT NULL DEFAULT '',
    PRIMARY KEY (centre_id, id),
    UNIQUE (centre_id, code),
    UNIQUE (centre_id, name),
    FOREIGN KEY (centre_id, parent) REFERENCES organisation (centre_id, id)
);
CREATE INDEX organisation_by_kind ON organisation (centre_id, kind);
CREATE INDEX organisation_by_parent ON organisation (centre_id, parent);
