-- Files on their way in pieces: who sends what to which row, how long it will be. How far it has come, the part on the disk says.
-- Kept for a while after its end with the file it became (file_id), so that a lost acknowledgement can be asked for again. It belongs to
-- the machine: a backup leaves it out.
@register file_upload
CREATE TABLE file_upload (
    centre_id @id NOT NULL,
    id @id NOT NULL,
    account_id @id NOT NULL,
    register_name @text NOT NULL,
    row_id @id NOT NULL,
    name @text NOT NULL,
    words @text NOT NULL DEFAULT '',
    publish @int NOT NULL DEFAULT 0 CHECK (publish IN (0, 1)),
    bytes @int NOT NULL CHECK (bytes > 0),
    began_at @time NOT NULL,
    file_id @id,
    sha256 @text NOT NULL DEFAULT '',
    PRIMARY KEY (centre_id, id),
    FOREIGN KEY (centre_id, account_id) REFERENCES account (centre_id, id)
);
CREATE INDEX file_upload_by_account ON file_upload (centre_id, account_id, id);
CREATE INDEX file_upload_by_age ON file_upload (centre_id, began_at);
