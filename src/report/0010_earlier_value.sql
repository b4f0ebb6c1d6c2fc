-- Values of years that are not in the record as rows: printed in an older analysis, reconstructed from a percent, or known to be
-- lost. `figure` is the name by which a figure is asked for; `year` the first calendar year of the school year, or the cohort.
@register earlier_value
CREATE TABLE earlier_value (
    centre_id @id NOT NULL,
    id @id NOT NULL,
    version @int NOT NULL DEFAULT 1,
    figure @text NOT NULL,
    year @int NOT NULL,
    period_type @text NOT NULL CHECK (period_type IN ('school year', 'cohort', 'calendar year')),
    status @text NOT NULL CHECK (status IN ('printed', 'reconstructed', 'not available')),
    value @int,
    words @text,
    source @text,
    entered_by @text,
    stems @text NOT NULL DEFAULT '',
    PRIMARY KEY (centre_id, id),
    UNIQUE (centre_id, figure, year, period_type),
    CHECK (status <> 'not available' OR value IS NULL),
    CHECK (status <> 'reconstructed' OR value IS NOT NULL)
);
