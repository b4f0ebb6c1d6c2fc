-- Sessions of a place on a day that are under way between two times, but for one row.
-- name: activity_session_meanwhile
SELECT s.title AS title FROM activity_session AS s
WHERE s.centre_id = :centre AND s.day = ?1 AND s.place = ?2 AND s.begins < ?4 AND s.ends > ?3 AND s.id <> ?5
    AND s.state <> 'cancelled'
ORDER BY s.begins, s.id
LIMIT 1
