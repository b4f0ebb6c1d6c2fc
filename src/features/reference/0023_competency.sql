-- Competencies of championships, probes and modules. Names vary from paper to paper: `synonyms` holds the other names, one a
-- line, and both search and matching look at them.
@register competency
CREATE TABLE competency (
    centre_id @id NOT NULL,
    id @id NOT NULL,
    version @int NOT NULL DEFAULT 1,
    name @text NOT NULL,
    synonyms @text,
    note @text,
    stems @text NOT NULL DEFAULT '',
    PRIMARY KEY (centre_id, id),
    UNIQUE (centre_id, name)
);
