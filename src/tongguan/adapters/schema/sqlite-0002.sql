-- Cards: one derived row for each stream that is not a declaration, rewritten in the transaction of its events.

CREATE TABLE card (
    stream TEXT    PRIMARY KEY,
    kind   TEXT    NOT NULL,
    state  TEXT    NOT NULL,
    party  TEXT    NOT NULL,
    since  INTEGER NOT NULL,           -- microseconds since 1970 in UTC
    body   TEXT    NOT NULL            -- the card as JSON
) STRICT, WITHOUT ROWID;
CREATE INDEX card_state ON card (kind, state, since, stream);
CREATE INDEX card_party ON card (party, kind);
