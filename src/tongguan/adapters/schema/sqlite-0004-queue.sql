-- An officer's queue: the tasks of one role in one office, the oldest first, counted without looking at the others.

CREATE INDEX task_queue ON task (role, office, since, number, control, state);
