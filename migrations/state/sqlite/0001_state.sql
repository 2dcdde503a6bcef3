-- The state: what is decided nowhere else and is never rebuilt. Ids are 16 bytes, times are
-- microseconds since 1970, hashes are SHA-256. No token, password or name stands here in clear.

CREATE TABLE credentials (
    user_id    BLOB   NOT NULL PRIMARY KEY,
    name_key   BLOB   NOT NULL UNIQUE,
    phc        TEXT   NOT NULL,
    generation BIGINT NOT NULL,
    active     BIGINT NOT NULL
);

-- A session is a family of refresh tokens; used ones stay until it ends, to tell their reuse.
CREATE TABLE sessions (
    id              BLOB   NOT NULL PRIMARY KEY,
    user_id         BLOB   NOT NULL,
    generation      BIGINT NOT NULL,
    csrf            BLOB   NOT NULL,
    expires_at      BIGINT NOT NULL,
    absolute_expiry BIGINT NOT NULL
);
CREATE INDEX sessions_of_user ON sessions (user_id);

CREATE TABLE refresh_tokens (
    hash       BLOB   NOT NULL PRIMARY KEY,
    session_id BLOB   NOT NULL,
    used       BIGINT NOT NULL
);
CREATE INDEX refresh_tokens_of_session ON refresh_tokens (session_id);

-- Answers given under an idempotency key. Without a status the request is still being worked on.
CREATE TABLE answers (
    id          BLOB   NOT NULL PRIMARY KEY,
    fingerprint BLOB   NOT NULL,
    status      BIGINT,
    headers     TEXT,
    body        BLOB,
    expires_at  BIGINT NOT NULL
);
CREATE INDEX answers_by_expiry ON answers (expires_at);

CREATE TABLE throttles (
    id           BLOB   NOT NULL PRIMARY KEY,
    failures     BIGINT NOT NULL,
    last_failure BIGINT NOT NULL
);
CREATE INDEX throttles_by_time ON throttles (last_failure);

-- A lease's row outlives its release, so that its fence only ever grows.
CREATE TABLE leases (
    name       VARCHAR(200) NOT NULL PRIMARY KEY,
    owner      BLOB         NOT NULL,
    fence      BIGINT       NOT NULL,
    expires_at BIGINT       NOT NULL
);

CREATE TABLE setup_tokens (
    hash       BLOB   NOT NULL PRIMARY KEY,
    expires_at BIGINT NOT NULL
);

-- Keys of persons, wrapped by the installation's. A destroyed key leaves its row without a key.
CREATE TABLE subject_keys (
    owner   BLOB NOT NULL PRIMARY KEY,
    wrapped BLOB
);
