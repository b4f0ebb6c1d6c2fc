-- What a document prints and what can be checked of it: one row a claim. `kind` chooses the checker (docs in README.md),
-- `figures`, `base` and `compared` name what it is checked against, `printed` is the number or words as they stand there.
@register claim
CREATE TABLE claim (
    centre_id @id NOT NULL,
    id @id NOT NULL,
    version @int NOT NULL DEFAULT 1,
    year @int NOT NULL CHECK (year BETWEEN 1990 AND 2100),
    number @text NOT NULL,
    section @text,
    place @text,
    quote @text NOT NULL,
    kind @text NOT NULL,
    figures @text,
    base @text,
    compared @text,
    printed @text NOT NULL,
    stems @text NOT NULL DEFAULT '',
    PRIMARY KEY (centre_id, id),
    UNIQUE (centre_id, year, number)
);

-- «Принято с пояснением»: a finding that people have looked at and let stand, with the reason. `finding` is its key: the
-- claim's number, or the rule and the row it speaks of.
CREATE TABLE finding_accepted (
    centre_id @id NOT NULL,
    year @int NOT NULL,
    finding @text NOT NULL,
    explanation @text NOT NULL,
    account @id NOT NULL,
    who @text NOT NULL,
    at @time NOT NULL,
    PRIMARY KEY (centre_id, year, finding)
);
