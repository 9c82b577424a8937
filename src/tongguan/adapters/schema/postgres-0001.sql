-- The journal on PostgreSQL 15 and later, in a schema of its own. No triggers: the application role cannot edit.
-- Every key begins with the id of the stream (or of the owner) it belongs to; other unique identifiers have
-- a table of their own, keyed by their value: so the tables can be spread over several servers.

CREATE TABLE origin (
    kind    text PRIMARY KEY CHECK (kind IN ('demo', 'live')),
    epoch   integer NOT NULL DEFAULT 1, -- raised when a database was restored or copied: feeds go by it
    version integer NOT NULL DEFAULT 1  -- number of the last of these scripts
);

CREATE TABLE event (
    stream      text COLLATE "C" NOT NULL,
    version     bigint   NOT NULL,
    kind        text     NOT NULL,
    schema      smallint NOT NULL,
    happened_at bigint   NOT NULL,      -- microseconds since 1970 in UTC
    recorded_at bigint   NOT NULL,
    actor       text     NOT NULL,
    payload     text     NOT NULL,      -- the exact bytes that the digest covers
    digest      bytea    NOT NULL,
    epoch       integer  NOT NULL,      -- of the database when this was written
    txid        xid8     NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (stream, version)
);
CREATE INDEX event_feed ON event (epoch, txid, stream, version);

CREATE TABLE head (
    stream  text COLLATE "C" PRIMARY KEY,
    version bigint NOT NULL,
    digest  bytea  NOT NULL,
    free    numeric CHECK (free >= 0)   -- NULL on a stream that is not shared
) WITH (fillfactor = 80);

CREATE TABLE identifier (
    value text COLLATE "C" NOT NULL,
    kind  text NOT NULL,
    owner text COLLATE "C" NOT NULL,
    PRIMARY KEY (value, kind)
);

CREATE TABLE vault (
    stream  text COLLATE "C" NOT NULL,
    kind    text   NOT NULL,
    version bigint NOT NULL,
    digest  text   NOT NULL,
    salt    bytea,                      -- salt and body go together when the retention ends
    body    bytea,
    PRIMARY KEY (stream, kind, version),
    CHECK ((salt IS NULL) = (body IS NULL))
);

CREATE TABLE receipt (
    declarant text COLLATE "C" NOT NULL,
    sequence  bigint NOT NULL,
    event_id  text   NOT NULL,
    number    text COLLATE "C" NOT NULL,
    channel   text   NOT NULL,
    at        bigint NOT NULL,
    body      text   NOT NULL,
    PRIMARY KEY (declarant, sequence)
);
CREATE INDEX receipt_number ON receipt (number);

CREATE TABLE edition (
    digest      text PRIMARY KEY,
    name        text   NOT NULL,
    valid_from  text   NOT NULL,
    approved_by text   NOT NULL,        -- JSON list
    files       text   NOT NULL,        -- JSON object
    recorded_at bigint NOT NULL
);

CREATE TABLE seal (
    sequence bigint PRIMARY KEY,
    digest   text NOT NULL,
    body     text NOT NULL
);

-- Derived and counting tables: rewritten in the transaction of the events they follow.

CREATE TABLE work (
    number        text COLLATE "C" PRIMARY KEY,
    client_number text COLLATE "C" NOT NULL,
    entry_id      text COLLATE "C" NOT NULL,
    trader        text COLLATE "C" NOT NULL,
    trader_name   text COLLATE "C" NOT NULL,
    accepted_at   bigint,
    body          text NOT NULL         -- the worklist row as JSON
);
CREATE INDEX work_client_number ON work (client_number);
CREATE INDEX work_entry_id ON work (entry_id);
CREATE INDEX work_trader ON work (trader);
CREATE INDEX work_trader_name ON work (trader_name);
CREATE INDEX work_accepted_at ON work (accepted_at);

CREATE TABLE task (
    number  text COLLATE "C" NOT NULL,
    control text COLLATE "C" NOT NULL,
    track   text   NOT NULL,
    role    text   NOT NULL,
    office  text   NOT NULL,
    state   text   NOT NULL,
    since   bigint NOT NULL,
    officer text   NOT NULL,
    PRIMARY KEY (number, control)
);
CREATE INDEX task_since ON task (since, number, control);

CREATE TABLE serial (
    series text PRIMARY KEY,
    next   bigint NOT NULL
);

CREATE TABLE courier (
    name   text PRIMARY KEY,
    cursor text NOT NULL
);
INSERT INTO courier VALUES ('courier', '');

CREATE TABLE setting (
    name  text PRIMARY KEY,
    value text NOT NULL
);

-- One transaction's rows in one round trip. Heads first and in order of stream, so that two writers cannot wait
-- for each other in a circle. A head that is not where the writer believed it to be ends the whole call with
-- serialization_failure; an identifier that belongs to another stream with unique_violation.
-- A session keeps the plans of its functions: made while the tables are small they would read them whole for ever,
-- so only plans by index are let in.
CREATE FUNCTION write_rows(born json, moved json, keys json, events json, work_rows json, tasks json, secrets json)
RETURNS void LANGUAGE plpgsql
SET jit = off SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    touched bigint;
BEGIN
    IF json_array_length(born) > 0 THEN
        INSERT INTO head (stream, version, digest, free)
        SELECT r.stream, r.version, decode(r.digest, 'hex'), r.free
          FROM json_to_recordset(born) AS r(stream text, version bigint, digest text, free numeric)
        ON CONFLICT DO NOTHING;
        GET DIAGNOSTICS touched = ROW_COUNT;
        IF touched < json_array_length(born) THEN
            RAISE serialization_failure USING MESSAGE = 'a stream exists already';
        END IF;
    END IF;
    IF json_array_length(moved) > 0 THEN
        UPDATE head
           SET version = r.version, digest = decode(r.digest, 'hex'), free = coalesce(r.free, head.free)
          FROM json_to_recordset(moved) AS r(stream text, version bigint, digest text, free numeric, was bigint)
         WHERE head.stream = r.stream COLLATE "C" AND head.version = r.was;
        GET DIAGNOSTICS touched = ROW_COUNT;
        IF touched < json_array_length(moved) THEN
            RAISE serialization_failure USING MESSAGE = 'a stream has moved on';
        END IF;
    END IF;
    IF json_array_length(keys) > 0 THEN
        INSERT INTO identifier (value, kind, owner)
        SELECT r.value, r.kind, r.owner
          FROM json_to_recordset(keys) AS r(value text, kind text, owner text)
         WHERE NOT EXISTS (SELECT FROM identifier AS i WHERE i.value = r.value COLLATE "C"
                              AND i.kind = r.kind AND i.owner = r.owner COLLATE "C");
    END IF;
    IF json_array_length(events) > 0 THEN
        INSERT INTO event (stream, version, kind, schema, happened_at, recorded_at, actor, payload, digest, epoch)
        SELECT r.stream, r.version, r.kind, r.schema, r.happened_at, r.recorded_at, r.actor, r.payload,
               decode(r.digest, 'hex'), origin.epoch
          FROM json_to_recordset(events) AS r(stream text, version bigint, kind text, schema smallint,
                   happened_at bigint, recorded_at bigint, actor text, payload text, digest text),
               origin;
    END IF;
    IF json_array_length(secrets) > 0 THEN
        INSERT INTO vault (stream, kind, version, digest, salt, body)
        SELECT r.stream, r.kind, r.version, r.digest, decode(r.salt, 'base64'), decode(r.body, 'base64')
          FROM json_to_recordset(secrets) AS r(stream text, kind text, version bigint, digest text,
                   salt text, body text);
    END IF;
    IF json_array_length(work_rows) > 0 THEN
        PERFORM put_work(work_rows, tasks);
    END IF;
END $$;

-- Worklist rows with the whole set of their tasks.
CREATE FUNCTION put_work(work_rows json, tasks json) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO work (number, client_number, entry_id, trader, trader_name, accepted_at, body)
    SELECT r.number, r.client_number, r.entry_id, r.trader, r.trader_name, r.accepted_at, r.body
      FROM json_to_recordset(work_rows) AS r(number text, client_number text, entry_id text, trader text,
               trader_name text, accepted_at bigint, body text)
    ON CONFLICT (number) DO UPDATE
       SET client_number = EXCLUDED.client_number, entry_id = EXCLUDED.entry_id, trader = EXCLUDED.trader,
           trader_name = EXCLUDED.trader_name, accepted_at = EXCLUDED.accepted_at, body = EXCLUDED.body;
    DELETE FROM task USING json_to_recordset(work_rows) AS r(number text)
     WHERE task.number = r.number COLLATE "C";
    IF json_array_length(tasks) > 0 THEN
        INSERT INTO task (number, control, track, role, office, state, since, officer)
        SELECT r.number, r.control, r.track, r.role, r.office, r.state, r.since, r.officer
          FROM json_to_recordset(tasks) AS r(number text, control text, track text, role text, office text,
                   state text, since bigint, officer text);
    END IF;
END $$;

-- Bulky columns are kept with the faster compression where the server has it.
DO $$
BEGIN
    ALTER TABLE event ALTER COLUMN payload SET COMPRESSION lz4;
    ALTER TABLE vault ALTER COLUMN body SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN
    RAISE NOTICE 'this server has no lz4; payloads are kept with its own compression';
END $$;

-- The application role reads everything and adds; it edits only what is derived or counted. Of the vault it
-- may empty salt and body and nothing else.
GRANT USAGE ON SCHEMA journal TO tongguan_app;
GRANT SELECT ON ALL TABLES IN SCHEMA journal TO tongguan_app;
GRANT INSERT ON event, head, identifier, vault, receipt, edition, seal, work, task, serial, setting TO tongguan_app;
GRANT UPDATE ON head, work, task, serial, courier, setting TO tongguan_app;
GRANT UPDATE (salt, body) ON vault TO tongguan_app;
GRANT DELETE ON work, task TO tongguan_app;
