-- When copies are made by themselves and how many stay: one row, made when the administrator first saves it. The copies themselves
-- are no table: the list of them is their folder, which is still right after a restore.
CREATE TABLE backup_setting (
    centre_id @id NOT NULL REFERENCES centre (id),
    enabled @int NOT NULL CHECK (enabled IN (0, 1)),
    hour @int NOT NULL CHECK (hour BETWEEN 0 AND 23),
    daily @int NOT NULL CHECK (daily BETWEEN 1 AND 60),
    weekly @int NOT NULL CHECK (weekly BETWEEN 0 AND 60),
    monthly @int NOT NULL CHECK (monthly BETWEEN 0 AND 120),
    since @time NOT NULL,
    PRIMARY KEY (centre_id)
);
