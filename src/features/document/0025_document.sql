-- Orders, agreements, plans, regulations, reports, drafts. `date` and `valid_until` are periods: some are known to the year
-- only. `year` is the school year the paper serves, which need not be the year of its date. What it legitimises is kept in
-- the activity's own link table.
@register document
CREATE TABLE document (
    centre_id @id NOT NULL,
    id @id NOT NULL,
    version @int NOT NULL DEFAULT 1,
    code @text,
    kind @text NOT NULL,
    number @text,
    date_first @day,
    date_last @day,
    date_precision @text NOT NULL DEFAULT 'none',
    issuer @id,
    valid_until_first @day,
    valid_until_last @day,
    valid_until_precision @text NOT NULL DEFAULT 'none',
    title @text NOT NULL,
    year @int CHECK (year BETWEEN 1990 AND 2100),
    note @text,
    stems @text NOT NULL DEFAULT '',
    PRIMARY KEY (centre_id, id),
    UNIQUE (centre_id, code),
    FOREIGN KEY (centre_id, issuer) REFERENCES organisation (centre_id, id),
    CHECK (date_first <= date_last),
    CHECK (valid_until_first <= valid_until_last)
);
CREATE INDEX document_by_year ON document (centre_id, year, kind);
CREATE INDEX document_by_kind ON document (centre_id, kind);
CREATE INDEX document_by_issuer ON document (centre_id, issuer);
CREATE INDEX document_by_date ON document (centre_id, date_first);
