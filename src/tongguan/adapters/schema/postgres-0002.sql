-- Cards: one derived row for each stream that is not a declaration, rewritten in the transaction of its events.

CREATE TABLE card (
    stream text COLLATE "C" PRIMARY KEY,
    kind   text   NOT NULL,
    state  text   NOT NULL,
    party  text COLLATE "C" NOT NULL,
    since  bigint NOT NULL,             -- microseconds since 1970 in UTC
    body   text   NOT NULL              -- the card as JSON
) WITH (fillfactor = 80);
CREATE INDEX card_state ON card (kind, state, since, stream);
CREATE INDEX card_party ON card (party, kind);

-- Called beside write_rows in one statement.
CREATE FUNCTION put_cards(cards json) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF json_array_length(cards) > 0 THEN
        INSERT INTO card (stream, kind, state, party, since, body)
        SELECT r.stream, r.kind, r.state, r.party, r.since, r.body
          FROM json_to_recordset(cards) AS r(stream text, kind text, state text, party text, since bigint, body text)
        ON CONFLICT (stream) DO UPDATE
           SET state = EXCLUDED.state, party = EXCLUDED.party, since = EXCLUDED.since, body = EXCLUDED.body;
    END IF;
END $$;

GRANT SELECT, INSERT, UPDATE, DELETE ON card TO tongguan_app;
