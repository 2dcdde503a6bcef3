-- The state: what is decided nowhere else and is never rebuilt. Ids are 16 bytes, times are
-- microseconds since 1970, hashes are SHA-256. No token, password or name stands here in clear.

-- Who writes after having read locks this row first.
CREATE TABLE IF NOT EXISTS turn (id BIGINT NOT NULL PRIMARY KEY) ENGINE = InnoDB;
INSERT IGNORE INTO turn (id) VALUES (1);

CREATE TABLE IF NOT EXISTS credentials (
    user_id    BINARY(16)   NOT NULL PRIMARY KEY,
    name_key   BINARY(32)   NOT NULL UNIQUE,
    phc        VARCHAR(500) NOT NULL,
    generation BIGINT       NOT NULL,
    active     BIGINT       NOT NULL
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- A session is a family of refresh tokens; used ones stay until it ends, to tell their reuse.
CREATE TABLE IF NOT EXISTS sessions (
    id              BINARY(16) NOT NULL PRIMARY KEY,
    user_id         BINARY(16) NOT NULL,
    generation      BIGINT     NOT NULL,
    csrf            BINARY(32) NOT NULL,
    expires_at      BIGINT     NOT NULL,
    absolute_expiry BIGINT     NOT NULL,
    INDEX sessions_of_user (user_id)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS refresh_tokens (
    hash       BINARY(32) NOT NULL PRIMARY KEY,
    session_id BINARY(16) NOT NULL,
    used       BIGINT     NOT NULL,
    INDEX refresh_tokens_of_session (session_id)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Answers given under an idempotency key. Without a status the request is still being worked on.
CREATE TABLE IF NOT EXISTS answers (
    id          BINARY(16) NOT NULL PRIMARY KEY,
    fingerprint BINARY(32) NOT NULL,
    status      BIGINT,
    headers     MEDIUMTEXT,
    body        LONGBLOB,
    expires_at  BIGINT     NOT NULL,
    INDEX answers_by_expiry (expires_at)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS throttles (
    id           BINARY(32) NOT NULL PRIMARY KEY,
    failures     BIGINT     NOT NULL,
    last_failure BIGINT     NOT NULL,
    INDEX throttles_by_time (last_failure)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- A lease's row outlives its release, so that its fence only ever grows.
CREATE TABLE IF NOT EXISTS leases (
    name       VARCHAR(200) NOT NULL PRIMARY KEY,
    owner      BINARY(16)   NOT NULL,
    fence      BIGINT       NOT NULL,
    expires_at BIGINT       NOT NULL
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS setup_tokens (
    hash       BINARY(32) NOT NULL PRIMARY KEY,
    expires_at BIGINT     NOT NULL
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Keys of persons, wrapped by the installation's. A destroyed key leaves its row without a key.
CREATE TABLE IF NOT EXISTS subject_keys (
    owner   BINARY(16) NOT NULL PRIMARY KEY,
    wrapped VARBINARY(500)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Subscription groups of the embedded event log: what cannot be rebuilt from the log.
CREATE TABLE IF NOT EXISTS subscription_groups (
    name                VARCHAR(200) NOT NULL PRIMARY KEY,
    -- The log whose positions these are.
    log_id              BINARY(16)   NOT NULL,
    -- The group's settings as JSON.
    settings            TEXT         NOT NULL,
    -- Everything up to here is settled; 0 when nothing is (the first event has 1).
    checkpoint_position BIGINT       NOT NULL
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Events that a group has something to remember about.
CREATE TABLE IF NOT EXISTS group_events (
    group_name VARCHAR(200) NOT NULL,
    position   BIGINT       NOT NULL,
    event_id   BINARY(16)   NOT NULL,
    -- 0: to be delivered again, 1: parked, 2: parked before, to be delivered again.
    state      BIGINT       NOT NULL,
    retries    BIGINT       NOT NULL,
    -- What the last try said.
    reason     MEDIUMTEXT   NOT NULL,
    -- Microseconds since 1970 (UTC): since when it is in this state.
    since      BIGINT       NOT NULL,
    PRIMARY KEY (group_name, position)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Whose state this is, in one row: 16 bytes that follow from the installation's key; and the event log
-- that goes with it: events are sealed under its keys, groups count its positions.
CREATE TABLE IF NOT EXISTS installation (
    id       BIGINT     NOT NULL PRIMARY KEY,
    identity BINARY(16) NOT NULL,
    log_id   BINARY(16)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
