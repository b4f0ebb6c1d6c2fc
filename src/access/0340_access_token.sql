-- Tokens by which other programs read the record. Only the hash is kept, as of sessions. A token has one role and, where the role is
-- bound to an organisation, that organisation: it was checked when it was made that its maker sees at least as much. until_day is the
-- last day on which it is accepted, by the clock of the centre.
@register access_token
CREATE TABLE access_token (
    centre_id @id NOT NULL REFERENCES centre (id),
    id @id NOT NULL,
    account_id @id NOT NULL,
    name @text NOT NULL CHECK (name <> ''),
    role @text NOT NULL,
    organisation_id @id,
    token_hash @text NOT NULL,
    made_at @time NOT NULL,
    until_day @day NOT NULL,
    seen_at @time,
    revoked_at @time,
    PRIMARY KEY (centre_id, id),
    UNIQUE (centre_id, token_hash),
    FOREIGN KEY (centre_id, account_id) REFERENCES account (centre_id, id)
);
CREATE INDEX access_token_account ON access_token (centre_id, account_id);
