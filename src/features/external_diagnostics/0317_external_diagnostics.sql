-- Tests of other operators: quota and source. Who was tested stands in the activity's headcounts.
@register external_diagnostics
CREATE TABLE external_diagnostics (
    centre_id @id NOT NULL,
    id @id NOT NULL,
    version @int NOT NULL DEFAULT 1,
    title @text NOT NULL,
    activity @id NOT NULL,
    operator @id,
    held @text NOT NULL,
    quota @int CHECK (quota >= 0),
    document @id,
    year @int NOT NULL CHECK (year BETWEEN 1990 AND 2100),
    note @text,
    stems @text NOT NULL DEFAULT '',
    PRIMARY KEY (centre_id, id),
    FOREIGN KEY (centre_id, activity, year) REFERENCES activity (centre_id, id, year),
    FOREIGN KEY (centre_id, operator) REFERENCES organisation (centre_id, id),
    FOREIGN KEY (centre_id, document) REFERENCES document (centre_id, id)
);
CREATE INDEX external_diagnostics_by_year ON external_diagnostics (centre_id, year);
CREATE INDEX external_diagnostics_by_activity ON external_diagnostics (centre_id, activity);
CREATE INDEX external_diagnostics_by_operator ON external_diagnostics (centre_id, operator);
CREATE INDEX external_diagnostics_by_document ON external_diagnostics (centre_id, document);
