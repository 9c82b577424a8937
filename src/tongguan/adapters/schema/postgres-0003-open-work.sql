-- Declarations that wait for their release, told from the worklist row: live lists read these alone.

ALTER TABLE work ADD COLUMN is_open boolean GENERATED ALWAYS AS (
    (strpos(body, '"released_at":') = 0 OR strpos(body, '"status":"revoked"') > 0)
    AND strpos(body, '"ended_at":') = 0
    AND strpos(body, '"status":"draft"') = 0 AND strpos(body, '"status":"returned"') = 0
) STORED;
CREATE INDEX work_is_open ON work (number) WHERE is_open;
