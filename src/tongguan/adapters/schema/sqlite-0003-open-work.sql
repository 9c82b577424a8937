-- Declarations that wait for their release, told from the worklist row: live lists read these alone.

ALTER TABLE work ADD COLUMN is_open INTEGER GENERATED ALWAYS AS (
    (instr(body, '"released_at":') = 0 OR instr(body, '"status":"revoked"') > 0)
    AND instr(body, '"ended_at":') = 0
    AND instr(body, '"status":"draft"') = 0 AND instr(body, '"status":"returned"') = 0
) VIRTUAL;
CREATE INDEX work_is_open ON work (number) WHERE is_open;
