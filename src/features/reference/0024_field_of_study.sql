-- Fields that graduates choose (medicine, building, education …), with the other names they are printed under. By `code` the
-- figures of the analysis name a field (education.graduates).
@register field_of_study
CREATE TABLE field_of_study (
    centre_id @id NOT NULL,
    id @id NOT NULL,
    version @int NOT NULL DEFAULT 1,
    code @text,
    name @text NOT NULL,
    synonyms @text,
    note @text,
    stems @text NOT NULL DEFAULT '',
    PRIMARY KEY (centre_id, id),
    UNIQUE (centre_id, code),
    UNIQUE (centre_id, name)
);
