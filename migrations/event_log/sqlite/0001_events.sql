-- The event log. Rows are only ever added; the triggers hold every program to that.

CREATE TABLE log (
    identity BLOB NOT NULL
) STRICT;

CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    stream TEXT NOT NULL,
    revision INTEGER NOT NULL,
    id BLOB NOT NULL,
    kind TEXT NOT NULL,
    -- Microseconds since 1970 (UTC).
    created INTEGER NOT NULL,
    data BLOB NOT NULL,
    metadata BLOB NOT NULL,
    -- What filters by stream prefix go by: `image-` of `image-0190…`.
    category TEXT NOT NULL GENERATED ALWAYS AS (substr(stream, 1, instr(stream, '-'))) VIRTUAL
) STRICT;

CREATE UNIQUE INDEX events_stream ON events (stream, revision);
CREATE UNIQUE INDEX events_id ON events (id);
-- Each index ends with the position (the row's id), so these two read in the log's order.
CREATE INDEX events_kind ON events (kind);
CREATE INDEX events_category ON events (category);

CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
BEGIN
    SELECT RAISE(ABORT, 'an event is never changed');
END;

CREATE TRIGGER events_are_never_removed BEFORE DELETE ON events
BEGIN
    SELECT RAISE(ABORT, 'an event is never removed');
END;
