-- The journal in one SQLite file. What is journal is guarded by triggers; what is derived may be rebuilt.

CREATE TABLE origin (
    kind TEXT PRIMARY KEY CHECK (kind IN ('demo', 'live'))
) STRICT;

CREATE TABLE event (
    position    INTEGER PRIMARY KEY,   -- commit order: one writer at a time, and nothing is ever deleted
    stream      TEXT    NOT NULL,
    version     INTEGER NOT NULL,
    kind        TEXT    NOT NULL,
    schema      INTEGER NOT NULL,
    happened_at INTEGER NOT NULL,      -- microseconds since 1970 in UTC
    recorded_at INTEGER NOT NULL,
    actor       TEXT    NOT NULL,
    payload     TEXT    NOT NULL,      -- the exact bytes that the digest covers
    digest      BLOB    NOT NULL,
    UNIQUE (stream, version)
) STRICT;

CREATE TABLE head (
    stream  TEXT    PRIMARY KEY,
    version INTEGER NOT NULL,
    digest  BLOB    NOT NULL,
    free    TEXT                       -- decimal; NULL on a stream that is not shared
) STRICT, WITHOUT ROWID;

CREATE TABLE identifier (
    value TEXT NOT NULL,
    kind  TEXT NOT NULL,
    owner TEXT NOT NULL,
    PRIMARY KEY (value, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE vault (
    stream  TEXT    NOT NULL,
    kind    TEXT    NOT NULL,
    version INTEGER NOT NULL,
    digest  TEXT    NOT NULL,
    salt    BLOB,                      -- salt and body go together when the retention ends
    body    BLOB,
    PRIMARY KEY (stream, kind, version)
) STRICT;

CREATE TABLE receipt (
    declarant TEXT    NOT NULL,
    sequence  INTEGER NOT NULL,
    event_id  TEXT    NOT NULL,
    number    TEXT    NOT NULL,
    channel   TEXT    NOT NULL,
    at        INTEGER NOT NULL,
    body      TEXT    NOT NULL,
    PRIMARY KEY (declarant, sequence)
) STRICT;
CREATE INDEX receipt_number ON receipt (number);

CREATE TABLE edition (
    digest      TEXT    PRIMARY KEY,
    name        TEXT    NOT NULL,
    valid_from  TEXT    NOT NULL,
    approved_by TEXT    NOT NULL,      -- JSON list
    files       TEXT    NOT NULL,      -- JSON object
    recorded_at INTEGER NOT NULL
) STRICT;

CREATE TABLE seal (
    sequence INTEGER PRIMARY KEY,
    digest   TEXT    NOT NULL,
    body     TEXT    NOT NULL
) STRICT;

-- Derived and counting tables: rewritten in the transaction of the events they follow.

CREATE TABLE work (
    number        TEXT    PRIMARY KEY,
    client_number TEXT    NOT NULL,
    entry_id      TEXT    NOT NULL,
    trader        TEXT    NOT NULL,
    trader_name   TEXT    NOT NULL,
    accepted_at   INTEGER,
    body          TEXT    NOT NULL     -- the worklist row as JSON
) STRICT;
CREATE INDEX work_client_number ON work (client_number);
CREATE INDEX work_entry_id ON work (entry_id);
CREATE INDEX work_trader ON work (trader);
CREATE INDEX work_trader_name ON work (trader_name);
CREATE INDEX work_accepted_at ON work (accepted_at);

CREATE TABLE task (
    number  TEXT    NOT NULL,
    control TEXT    NOT NULL,
    track   TEXT    NOT NULL,
    role    TEXT    NOT NULL,
    office  TEXT    NOT NULL,
    state   TEXT    NOT NULL,
    since   INTEGER NOT NULL,
    officer TEXT    NOT NULL,
    PRIMARY KEY (number, control)
) STRICT, WITHOUT ROWID;
CREATE INDEX task_since ON task (since, number, control);

CREATE TABLE serial (
    series TEXT    PRIMARY KEY,
    next   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE courier (
    name   TEXT PRIMARY KEY,
    cursor TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO courier VALUES ('courier', '');

CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER event_is_final BEFORE UPDATE ON event
    BEGIN SELECT RAISE(ABORT, 'the journal is never edited'); END;
CREATE TRIGGER event_stays BEFORE DELETE ON event
    BEGIN SELECT RAISE(ABORT, 'the journal is never edited'); END;
CREATE TRIGGER identifier_is_final BEFORE UPDATE ON identifier
    BEGIN SELECT RAISE(ABORT, 'an identifier keeps its owner'); END;
CREATE TRIGGER identifier_stays BEFORE DELETE ON identifier
    BEGIN SELECT RAISE(ABORT, 'an identifier keeps its owner'); END;
CREATE TRIGGER head_stays BEFORE DELETE ON head
    BEGIN SELECT RAISE(ABORT, 'a stream keeps its head'); END;
CREATE TRIGGER receipt_is_final BEFORE UPDATE ON receipt
    BEGIN SELECT RAISE(ABORT, 'a receipt is never edited'); END;
CREATE TRIGGER receipt_stays BEFORE DELETE ON receipt
    BEGIN SELECT RAISE(ABORT, 'a receipt is never edited'); END;
CREATE TRIGGER edition_is_final BEFORE UPDATE ON edition
    BEGIN SELECT RAISE(ABORT, 'an edition is never edited'); END;
CREATE TRIGGER edition_stays BEFORE DELETE ON edition
    BEGIN SELECT RAISE(ABORT, 'an edition is never edited'); END;
CREATE TRIGGER seal_is_final BEFORE UPDATE ON seal
    BEGIN SELECT RAISE(ABORT, 'a seal is never edited'); END;
CREATE TRIGGER seal_stays BEFORE DELETE ON seal
    BEGIN SELECT RAISE(ABORT, 'a seal is never edited'); END;
CREATE TRIGGER vault_only_erases BEFORE UPDATE ON vault
    WHEN NEW.body IS NOT NULL OR NEW.salt IS NOT NULL OR NEW.digest <> OLD.digest
      OR NEW.stream <> OLD.stream OR NEW.kind <> OLD.kind OR NEW.version <> OLD.version
    BEGIN SELECT RAISE(ABORT, 'a vault entry can only be erased'); END;
CREATE TRIGGER vault_stays BEFORE DELETE ON vault
    BEGIN SELECT RAISE(ABORT, 'a vault entry can only be erased'); END;
CREATE TRIGGER origin_is_final BEFORE UPDATE ON origin
    BEGIN SELECT RAISE(ABORT, 'a database keeps its kind'); END;
CREATE TRIGGER origin_stays BEFORE DELETE ON origin
    BEGIN SELECT RAISE(ABORT, 'a database keeps its kind'); END;
