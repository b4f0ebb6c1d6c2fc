-- Every name of the other rows, the other names under it.
-- name: reference_other_competencies
SELECT t.name || coalesce('
' || t.synonyms, '') AS names FROM competency AS t WHERE t.centre_id = :centre AND t.id <> ?1

-- name: reference_other_fields
SELECT t.name || coalesce('
' || t.synonyms, '') AS names FROM field_of_study AS t WHERE t.centre_id = :centre AND t.id <> ?1
