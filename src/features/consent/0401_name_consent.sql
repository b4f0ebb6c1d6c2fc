-- Consents to publish a name: whose, by which paper, from when to when. Withdrawn is a day, not a removal: it must be seen that it was.
@register name_consent
CREATE TABLE name_consent (
    centre_id @id NOT NULL,
    id @id NOT NULL,
    version @int NOT NULL DEFAULT 1,
    person @text NOT NULL,
    kind @text NOT NULL CHECK (kind IN ('pupil', 'adult', 'title')),
    basis @text NOT NULL,
    given_on @day NOT NULL,
    until @day,
    withdrawn_on @day,
    note @text,
    stems @text NOT NULL DEFAULT '',
    PRIMARY KEY (centre_id, id)
);
