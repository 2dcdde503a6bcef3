-- Subscription groups of the embedded event log: what cannot be rebuilt from the log.

CREATE TABLE subscription_groups (
    name TEXT PRIMARY KEY,
    -- The log whose positions these are.
    log_id BLOB NOT NULL,
    -- The group's settings as JSON.
    settings TEXT NOT NULL,
    -- Everything up to here is settled; 0 when nothing is (the first event has 1).
    checkpoint_position BIGINT NOT NULL
);

-- Events that a group has something to remember about.
CREATE TABLE group_events (
    group_name TEXT NOT NULL,
    position BIGINT NOT NULL,
    event_id BLOB NOT NULL,
    -- 0: to be delivered again, 1: parked, 2: parked before, to be delivered again.
    state SMALLINT NOT NULL,
    retries BIGINT NOT NULL,
    -- What the last try said.
    reason TEXT NOT NULL,
    -- Microseconds since 1970 (UTC): since when it is in this state.
    since BIGINT NOT NULL,
    PRIMARY KEY (group_name, position)
);
