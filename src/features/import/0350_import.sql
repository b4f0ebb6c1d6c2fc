-- Files that were brought into the record: what came, how it was read, what became of each line, and what stood before, so that
-- an import can be taken back.
-- mapping: {"header": row of the sheet, "columns": ["title", null, …], "all": {"activity": "7"}}; answers and questions are lists;
-- fingerprint is that of the plan shown; moved: the record changed between the look and the doing, and the plan was made anew.
@register import
CREATE TABLE import (
    centre_id @id NOT NULL REFERENCES centre (id),
    id @id NOT NULL,
    register @text NOT NULL,
    file_name @text NOT NULL,
    year @int NOT NULL,
    sheet @int NOT NULL DEFAULT 0,
    lines @int NOT NULL,
    mapping @text NOT NULL,
    answers @text NOT NULL DEFAULT '[]',
    questions @text NOT NULL DEFAULT '[]',
    state @text NOT NULL DEFAULT 'taken' CHECK (state IN ('taken', 'looked', 'done', 'undone')),
    moved @int NOT NULL DEFAULT 0 CHECK (moved IN (0, 1)),
    fingerprint @text NOT NULL DEFAULT '',
    made_by @id,
    made_at @time NOT NULL,
    done_at @time,
    undone_at @time,
    PRIMARY KEY (centre_id, id),
    FOREIGN KEY (centre_id, made_by) REFERENCES account (centre_id, id)
);
CREATE INDEX import_by_register ON import (centre_id, register, id);

-- The file itself, for the workbook that goes back to who sent it.
-- sqlite:
CREATE TABLE import_file (
    centre_id @id NOT NULL,
    import_id @id NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (centre_id, import_id),
    FOREIGN KEY (centre_id, import_id) REFERENCES import (centre_id, id) ON DELETE CASCADE
);
-- postgres:
CREATE TABLE import_file (
    centre_id @id NOT NULL,
    import_id @id NOT NULL,
    bytes bytea NOT NULL,
    PRIMARY KEY (centre_id, import_id),
    FOREIGN KEY (centre_id, import_id) REFERENCES import (centre_id, id) ON DELETE CASCADE
);

-- A line of the file as the plan has it. row_id and row_version: the row after it was done. faults: [[field, value, message], …].
CREATE TABLE import_line (
    centre_id @id NOT NULL,
    import_id @id NOT NULL,
    number @int NOT NULL,
    verdict @text NOT NULL CHECK (verdict IN ('new', 'changed', 'same', 'left', 'unsure', 'wrong')),
    row_id @id NOT NULL,
    row_version @int NOT NULL,
    title @text NOT NULL,
    faults @text NOT NULL,
    old_values @text NOT NULL,
    PRIMARY KEY (centre_id, import_id, number),
    FOREIGN KEY (centre_id, import_id) REFERENCES import (centre_id, id) ON DELETE CASCADE
);
CREATE INDEX import_line_by_verdict ON import_line (centre_id, import_id, verdict, number);

-- How a file with this header was read the last time.
CREATE TABLE import_mapping (
    centre_id @id NOT NULL REFERENCES centre (id),
    register @text NOT NULL,
    signature @text NOT NULL,
    mapping @text NOT NULL,
    used_at @time NOT NULL,
    PRIMARY KEY (centre_id, register, signature)
);
