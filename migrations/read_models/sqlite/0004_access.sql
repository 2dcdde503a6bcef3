-- Who came in, who was turned away, who saw whose data: one row for a person, a route and a patient.
-- Ids and keyed digests only, so that an erasure changes nothing here.
CREATE TABLE access (
    id BLOB NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    user_id BLOB,
    role TEXT,
    route TEXT,
    patient_id BLOB,
    subject TEXT,
    origin TEXT,
    position BIGINT NOT NULL
);
CREATE INDEX access_by_time ON access (at);
CREATE INDEX access_by_kind ON access (kind, at);
CREATE INDEX access_by_user ON access (user_id, at);
CREATE INDEX access_by_patient ON access (patient_id, at);
