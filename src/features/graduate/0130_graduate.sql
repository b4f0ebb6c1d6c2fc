-- Graduates by cohort: `year` is the calendar year they left school in. Categories carry a role: the total, parts that must add
-- up to it, subsets that stand beside the parts and never among them, and derived rows that repeat others. `destination` is our
-- word for the category (higher, vocational, undecided, unknown, stayed …), `title` what the paper calls it.
@register graduate_cohort
CREATE TABLE graduate_cohort (
    centre_id @id NOT NULL,
    id @id NOT NULL,
    version @int NOT NULL DEFAULT 1,
    year @int NOT NULL CHECK (year BETWEEN 1990 AND 2100),
    state @text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed')),
    note @text,
    PRIMARY KEY (centre_id, id),
    UNIQUE (centre_id, year)
);

@register graduate_category
CREATE TABLE graduate_category (
    centre_id @id NOT NULL,
    id @id NOT NULL,
    version @int NOT NULL DEFAULT 1,
    cohort @id NOT NULL,
    destination @text NOT NULL,
    title @text NOT NULL,
    role @text NOT NULL CHECK (role IN ('total', 'part', 'subset', 'derived')),
    value @int CHECK (value >= 0),
    share_as_printed @text,
    note @text,
    stems @text NOT NULL DEFAULT '',
    PRIMARY KEY (centre_id, id),
    UNIQUE (centre_id, cohort, destination),
    FOREIGN KEY (centre_id, cohort) REFERENCES graduate_cohort (centre_id, id),
    CHECK ((destination = 'total') = (role = 'total'))
);

-- Fields that graduates chose. The papers name the year and not the cohort: `year` is the first calendar year of the label,
-- `cohort_year` is said only where it is known, and cohort_certain says whether.
@register graduate_field
CREATE TABLE graduate_field (
    centre_id @id NOT NULL,
    id @id NOT NULL,
    version @int NOT NULL DEFAULT 1,
    year @int NOT NULL CHECK (year BETWEEN 1990 AND 2100),
    label_as_printed @text,
    cohort_year @int CHECK (cohort_year BETWEEN 1990 AND 2100),
    cohort_certain @int NOT NULL DEFAULT 0 CHECK (cohort_certain IN (0, 1)),
    field @id NOT NULL,
    persons @int CHECK (persons >= 0),
    note @text,
    PRIMARY KEY (centre_id, id),
    UNIQUE (centre_id, year, field),
    FOREIGN KEY (centre_id, field) REFERENCES field_of_study (centre_id, id)
);
CREATE INDEX graduate_field_by_field ON graduate_field (centre_id, field);

-- Programmes that the graduates finished at the centre.
@register graduate_programme
CREATE TABLE graduate_programme (
    centre_id @id NOT NULL,
    id @id NOT NULL,
    version @int NOT NULL DEFAULT 1,
    year @int NOT NULL CHECK (year BETWEEN 1990 AND 2100),
    title @text NOT NULL,
    graduates @int CHECK (graduates >= 0),
    note @text,
    PRIMARY KEY (centre_id, id),
    UNIQUE (centre_id, year, title)
);
