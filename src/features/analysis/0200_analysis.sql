-- The annual analysis: one a year; sections by the year's tasks; blocks of text with figures in place (decision 13). A section is
-- draft or ready; the whole is draft, agreed, approved, sent. What was approved stays in an edition (decision 14).
@register analysis
CREATE TABLE analysis (
    centre_id @id NOT NULL,
    id @id NOT NULL,
    version @int NOT NULL DEFAULT 1,
    year @int NOT NULL CHECK (year BETWEEN 1990 AND 2100),
    title @text NOT NULL,
    state @text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'agreed', 'approved', 'sent')),
    letter_number @text,
    letter_date @day,
    PRIMARY KEY (centre_id, id),
    UNIQUE (centre_id, year)
);

@register analysis_section
CREATE TABLE analysis_section (
    centre_id @id NOT NULL,
    id @id NOT NULL,
    version @int NOT NULL DEFAULT 1,
    analysis_id @id NOT NULL,
    position @int NOT NULL,
    kind @text NOT NULL CHECK (kind IN ('intro', 'task', 'conclusions', 'decisions', 'appendix')),
    task_number @int,
    title @text NOT NULL,
    state @text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'ready')),
    PRIMARY KEY (centre_id, id),
    FOREIGN KEY (centre_id, analysis_id) REFERENCES analysis (centre_id, id)
);
CREATE INDEX analysis_section_by_analysis ON analysis_section (centre_id, analysis_id, position);

@register analysis_block
CREATE TABLE analysis_block (
    centre_id @id NOT NULL,
    id @id NOT NULL,
    version @int NOT NULL DEFAULT 1,
    section_id @id NOT NULL,
    position @int NOT NULL,
    kind @text NOT NULL CHECK (kind IN ('heading', 'paragraph', 'list', 'table', 'chart', 'conclusion', 'opinion', 'decisions', 'plan')),
    text @text NOT NULL,
    changed_at @time NOT NULL,
    changed_by @text NOT NULL,
    PRIMARY KEY (centre_id, id),
    FOREIGN KEY (centre_id, section_id) REFERENCES analysis_section (centre_id, id)
);
CREATE INDEX analysis_block_by_section ON analysis_block (centre_id, section_id, position);

-- An edition never changes. json is canonical; sha256 is taken over its bytes.
@register analysis_edition
CREATE TABLE analysis_edition (
    centre_id @id NOT NULL,
    id @id NOT NULL,
    analysis_id @id NOT NULL,
    number @int NOT NULL,
    made_at @time NOT NULL,
    made_by @id,
    made_by_name @text NOT NULL,
    program @text NOT NULL,
    json @text NOT NULL,
    sha256 @text NOT NULL,
    docx_sha256 @text NOT NULL,
    PRIMARY KEY (centre_id, id),
    UNIQUE (centre_id, analysis_id, number),
    FOREIGN KEY (centre_id, analysis_id) REFERENCES analysis (centre_id, id)
);

-- The Word file as it was issued with an edition; id is the edition's. Bytes have no common type word.
-- sqlite:
CREATE TABLE analysis_issued (
    centre_id @id NOT NULL,
    id @id NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (centre_id, id),
    FOREIGN KEY (centre_id, id) REFERENCES analysis_edition (centre_id, id)
);
-- postgres:
CREATE TABLE analysis_issued (
    centre_id @id NOT NULL,
    id @id NOT NULL,
    bytes bytea NOT NULL,
    PRIMARY KEY (centre_id, id),
    FOREIGN KEY (centre_id, id) REFERENCES analysis_edition (centre_id, id)
);
