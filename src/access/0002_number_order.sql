-- People read «Школа № 2» before «Школа № 10». SQLite compares by base/text, which does so from now on; PostgreSQL keeps the
-- order in a collation of its own, which cannot be altered, only made anew. No index stands on it.
-- postgres:
DROP COLLATION ru;
-- postgres:
CREATE COLLATION ru (provider = icu, locale = 'ru-u-kn-true');
