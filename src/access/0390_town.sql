-- A centre that was made of a seed (`orientir demo`): its people and numbers are fictional, and pages and documents say so.
ALTER TABLE centre ADD COLUMN seed @int;
