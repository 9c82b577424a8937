-- What was recorded within a period, for the auditor: blocks lie in the order of time, so a summary of each is enough.

CREATE INDEX event_recorded ON event USING brin (recorded_at);
