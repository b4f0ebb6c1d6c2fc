-- Who may come in, and what was done. centre is the one table without centre_id: every other row of the house belongs to a
-- centre by (centre_id, id). Centre 1 stands there from the start, without a name until `orientir init` gives it one.
CREATE TABLE centre (
    id @id PRIMARY KEY,
    name @text NOT NULL,
    short_name @text NOT NULL,
    zone @text NOT NULL,
    demo @int NOT NULL DEFAULT 0 CHECK (demo IN (0, 1))
);
INSERT INTO centre (id, name, short_name, zone, demo) VALUES (1, '', '', 'Europe/Moscow', 0);

-- roles: names joined by commas in the order of enum role. organisation_id has no foreign key, because organisations are
-- made by a later migration; `orientir doctor` looks for accounts whose organisation is gone.
@register account
CREATE TABLE account (
    centre_id @id NOT NULL REFERENCES centre (id),
    id @id NOT NULL,
    version @int NOT NULL DEFAULT 1,
    login @text NOT NULL CHECK (login <> ''),
    name @text NOT NULL,
    password @text NOT NULL,
    roles @text NOT NULL,
    organisation_id @id,
    closed @int NOT NULL DEFAULT 0 CHECK (closed IN (0, 1)),
    PRIMARY KEY (centre_id, id),
    UNIQUE (centre_id, login)
);

-- Only the hash of the token is kept: who reads the database cannot sign in with what he reads.
@register session
CREATE TABLE session (
    centre_id @id NOT NULL,
    id @id NOT NULL,
    account_id @id NOT NULL,
    token_hash @text NOT NULL,
    csrf @text NOT NULL,
    started_at @time NOT NULL,
    seen_at @time NOT NULL,
    PRIMARY KEY (centre_id, id),
    UNIQUE (centre_id, token_hash),
    FOREIGN KEY (centre_id, account_id) REFERENCES account (centre_id, id)
);
CREATE INDEX session_account ON session (centre_id, account_id);

-- Hashes, because people type their password into the field of the login.
@register sign_in_failure
CREATE TABLE sign_in_failure (
    centre_id @id NOT NULL REFERENCES centre (id),
    id @id NOT NULL,
    at @time NOT NULL,
    login_hash @text NOT NULL,
    address_hash @text NOT NULL,
    PRIMARY KEY (centre_id, id)
);
CREATE INDEX sign_in_failure_login ON sign_in_failure (centre_id, login_hash, at);
CREATE INDEX sign_in_failure_address ON sign_in_failure (centre_id, address_hash, at);
CREATE INDEX sign_in_failure_at ON sign_in_failure (centre_id, at);

-- account_id is empty for what the owner of the machine did from the command line.
@register audit
CREATE TABLE audit (
    centre_id @id NOT NULL REFERENCES centre (id),
    id @id NOT NULL,
    at @time NOT NULL,
    account_id @id,
    table_name @text NOT NULL,
    row_id @id NOT NULL,
    verb @text NOT NULL,
    field @text,
    old_value @text,
    new_value @text,
    PRIMARY KEY (centre_id, id),
    FOREIGN KEY (centre_id, account_id) REFERENCES account (centre_id, id)
);
CREATE INDEX audit_row ON audit (centre_id, table_name, row_id, id);
