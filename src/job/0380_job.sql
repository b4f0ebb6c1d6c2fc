-- Long work: asked for by a page or by the clock, done behind the pages by whoever holds the lease. The table is the machine's
-- and not the record's: a backup leaves it out, so nothing else may refer to it by a foreign key.
-- args and result are JSON of the kind's own making; lang and year are those of who asked; subject is shown beside the kind's name.
-- progress_total is empty where the end is not known. once: a second asking with the same word finds the first job.
@register job
CREATE TABLE job (
    centre_id @id NOT NULL REFERENCES centre (id),
    id @id NOT NULL,
    kind @text NOT NULL,
    subject @text NOT NULL DEFAULT '',
    args @text NOT NULL DEFAULT '{}',
    once @text,
    state @text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
    cancel @int NOT NULL DEFAULT 0 CHECK (cancel IN (0, 1)),
    progress_done @int NOT NULL DEFAULT 0,
    progress_total @int,
    stage @text NOT NULL DEFAULT '',
    attempts @int NOT NULL DEFAULT 0,
    run_after @time NOT NULL,
    lease_by @text,
    lease_until @time,
    asked_by @id,
    asked_at @time NOT NULL,
    started_at @time,
    ended_at @time,
    lang @text NOT NULL DEFAULT 'ru',
    year @int NOT NULL DEFAULT 0,
    why @text NOT NULL DEFAULT '',
    why_technical @text NOT NULL DEFAULT '',
    result @text NOT NULL DEFAULT '{}',
    PRIMARY KEY (centre_id, id),
    UNIQUE (centre_id, once),
    FOREIGN KEY (centre_id, asked_by) REFERENCES account (centre_id, id)
);
CREATE INDEX job_by_state ON job (centre_id, state, run_after);
CREATE INDEX job_by_asker ON job (centre_id, asked_by, id);
CREATE INDEX job_by_kind ON job (centre_id, kind, id);

-- The file a job made, for fetching; it goes with the job.
-- sqlite:
CREATE TABLE job_file (
    centre_id @id NOT NULL,
    job_id @id NOT NULL,
    name @text NOT NULL,
    type @text NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (centre_id, job_id),
    FOREIGN KEY (centre_id, job_id) REFERENCES job (centre_id, id) ON DELETE CASCADE
);
-- postgres:
CREATE TABLE job_file (
    centre_id @id NOT NULL,
    job_id @id NOT NULL,
    name @text NOT NULL,
    type @text NOT NULL,
    bytes bytea NOT NULL,
    PRIMARY KEY (centre_id, job_id),
    FOREIGN KEY (centre_id, job_id) REFERENCES job (centre_id, id) ON DELETE CASCADE
);
