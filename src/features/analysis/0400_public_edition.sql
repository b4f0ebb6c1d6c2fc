-- Public editions of the analysis. form is all that everybody may see; facts says of each number of people, in undivided counts,
-- whether it was told: the editions after it must not tell the rest. A row stays when the edition is withdrawn, for what was seen
-- is known. least: the smallest count of people that was shown.
@register public_edition
CREATE TABLE public_edition (
    centre_id @id NOT NULL,
    id @id NOT NULL,
    edition @id NOT NULL,
    year @int NOT NULL CHECK (year BETWEEN 1990 AND 2100),
    least @int NOT NULL CHECK (least BETWEEN 2 AND 100),
    title @text NOT NULL,
    published_at @time NOT NULL,
    published_by @text NOT NULL,
    withdrawn_at @time,
    withdrawn_by @text,
    form @text NOT NULL,
    sha256 @text NOT NULL,
    facts @text NOT NULL,
    PRIMARY KEY (centre_id, id),
    FOREIGN KEY (centre_id, edition) REFERENCES analysis_edition (centre_id, id)
);
CREATE INDEX public_edition_by_year ON public_edition (centre_id, year);
