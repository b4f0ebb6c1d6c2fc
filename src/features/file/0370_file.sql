-- Files that hang on rows: which file (its content by hash, in the folder of files), on which row of which register, who added it.
-- small and view are the smaller pictures, also by hash. register_name is a word and not a reference: every register may have
-- files, and a row takes its files along when it goes (features/file). publish: consent to show it outside the centre is there.
@register file
CREATE TABLE file (
    centre_id @id NOT NULL REFERENCES centre (id),
    id @id NOT NULL,
    version @int NOT NULL DEFAULT 1,
    register_name @text NOT NULL,
    row_id @id NOT NULL,
    name @text NOT NULL,
    words @text NOT NULL DEFAULT '',
    sha256 @text NOT NULL CHECK (length(sha256) = 64),
    bytes @int NOT NULL CHECK (bytes > 0),
    type @text NOT NULL,
    width @int NOT NULL DEFAULT 0,
    height @int NOT NULL DEFAULT 0,
    small @text NOT NULL DEFAULT '',
    view @text NOT NULL DEFAULT '',
    publish @int NOT NULL DEFAULT 0 CHECK (publish IN (0, 1)),
    added_by @id,
    added_at @time NOT NULL,
    PRIMARY KEY (centre_id, id),
    UNIQUE (centre_id, register_name, row_id, sha256),
    FOREIGN KEY (centre_id, added_by) REFERENCES account (centre_id, id)
);
CREATE INDEX file_by_content ON file (centre_id, sha256, bytes);
CREATE INDEX file_by_small ON file (centre_id, small);
CREATE INDEX file_by_view ON file (centre_id, view);
