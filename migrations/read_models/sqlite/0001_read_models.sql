-- Read models: plain values, built from the event log and buildable again. Ids are the 16 bytes of
-- a UUID, times are microseconds since 1970 (UTC), truth is 0 or 1. A `search` column holds the
-- row's text in lower case without accents.

CREATE TABLE checkpoint (
    name TEXT NOT NULL PRIMARY KEY,
    log TEXT NOT NULL,
    folds BIGINT NOT NULL,
    settings TEXT NOT NULL,
    position BIGINT NOT NULL,
    events BIGINT NOT NULL
);

CREATE TABLE users (
    id BLOB NOT NULL PRIMARY KEY,
    username TEXT NOT NULL,
    username_key TEXT NOT NULL,
    full_name TEXT NOT NULL,
    role TEXT NOT NULL,
    active BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    search TEXT NOT NULL
);
CREATE INDEX users_by_username ON users (username_key);

CREATE TABLE patients (
    id BLOB NOT NULL PRIMARY KEY,
    number TEXT NOT NULL,
    number_key TEXT NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    sex TEXT,
    born_on TEXT,
    notes TEXT,
    images_total BIGINT NOT NULL,
    images_unverified BIGINT NOT NULL,
    registered_at BIGINT NOT NULL,
    removed_at BIGINT,
    removed BIGINT NOT NULL,
    erased BIGINT NOT NULL,
    merged_into BLOB,
    legal_hold BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    search TEXT NOT NULL
);
CREATE INDEX patients_by_name ON patients (removed, merged_into, name_key);
CREATE INDEX patients_by_merger ON patients (merged_into);
CREATE INDEX patients_by_number ON patients (number_key);

-- Of an erased patient nothing is left but the id, so that what comes late is left out.
CREATE TABLE erased_patients (
    id BLOB NOT NULL PRIMARY KEY,
    erased_at BIGINT NOT NULL
);

-- `patient_id` is whose it is, after every merger; `key_owner` is whose key sealed it.
CREATE TABLE cases (
    id BLOB NOT NULL PRIMARY KEY,
    patient_id BLOB NOT NULL,
    key_owner BLOB NOT NULL,
    accession TEXT,
    accession_key TEXT NOT NULL,
    specimen TEXT NOT NULL,
    collected_at BIGINT,
    received_at BIGINT NOT NULL,
    stain TEXT,
    priority BIGINT NOT NULL,
    clinical_details TEXT,
    implicit BIGINT NOT NULL,
    opened_at BIGINT NOT NULL,
    images_total BIGINT NOT NULL,
    images_unverified BIGINT NOT NULL,
    status TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    conclusion TEXT,
    concluded_at BIGINT,
    critical_path TEXT NOT NULL,
    critical BIGINT NOT NULL,
    alarm_since BIGINT,
    escalated_at BIGINT,
    claimed_by BLOB,
    claimed_until BIGINT,
    work_order TEXT NOT NULL,
    removed BIGINT NOT NULL,
    case_revision BIGINT NOT NULL,
    search TEXT NOT NULL
);
CREATE INDEX cases_by_patient ON cases (patient_id);
CREATE INDEX cases_by_received ON cases (removed, received_at);
CREATE INDEX cases_by_work ON cases (removed, status, work_order);
CREATE INDEX cases_by_due ON cases (removed, status, due_at);
CREATE INDEX cases_by_alarm ON cases (alarm_since);
CREATE INDEX cases_by_conclusion ON cases (concluded_at);

-- What makes a case's alarm and stands in an image: one row for such an image in work.
CREATE TABLE findings (
    id BLOB NOT NULL PRIMARY KEY,
    case_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    label TEXT NOT NULL,
    p DOUBLE,
    reader BLOB,
    at BIGINT NOT NULL,
    position BIGINT NOT NULL
);
CREATE INDEX findings_by_case ON findings (case_id);

CREATE TABLE images (
    id BLOB NOT NULL PRIMARY KEY,
    patient_id BLOB NOT NULL,
    key_owner BLOB NOT NULL,
    case_id BLOB NOT NULL,
    case_since BIGINT NOT NULL,
    case_since_at BIGINT NOT NULL,
    panel TEXT NOT NULL,
    panel_since BIGINT NOT NULL,
    file_name TEXT NOT NULL,
    sha256 BLOB NOT NULL,
    format TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    objective TEXT,
    microns_per_pixel DOUBLE,
    scanner TEXT,
    uploaded_at BIGINT NOT NULL,
    uploaded_by BLOB NOT NULL,
    renditions TEXT,
    renditions_problem TEXT,
    priority BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    case_critical BIGINT NOT NULL,
    status TEXT NOT NULL,
    removed BIGINT NOT NULL,
    mix_up_suspected BIGINT NOT NULL,
    reassigned_to BLOB,
    taken_over_from BLOB,
    work_order TEXT NOT NULL,
    predicted_model BLOB,
    predicted_label TEXT,
    confidence DOUBLE,
    uncertainty DOUBLE,
    inside BIGINT,
    prediction_problem TEXT,
    suspicions TEXT,
    verdict TEXT,
    verdict_basis TEXT,
    verdict_by BLOB,
    verdict_at BIGINT,
    verdict_position BIGINT,
    verdict_critical BIGINT NOT NULL,
    amendments BIGINT NOT NULL,
    case_revision BIGINT NOT NULL,
    search TEXT NOT NULL
);
CREATE INDEX images_by_patient ON images (patient_id);
CREATE INDEX images_by_case ON images (case_id);
CREATE INDEX images_by_work ON images (removed, status, work_order);
CREATE INDEX images_by_upload ON images (removed, uploaded_at);

-- One row for an image and model; the id is made of the two.
CREATE TABLE image_predictions (
    id BLOB NOT NULL PRIMARY KEY,
    image_id BLOB NOT NULL,
    model BLOB NOT NULL,
    panel TEXT NOT NULL,
    label TEXT NOT NULL,
    confidence DOUBLE NOT NULL,
    uncertainty DOUBLE NOT NULL,
    inside BIGINT NOT NULL,
    outside_reasons TEXT NOT NULL,
    probabilities TEXT NOT NULL,
    device TEXT NOT NULL,
    arithmetic TEXT NOT NULL,
    duration_us BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    position BIGINT NOT NULL
);
CREATE INDEX image_predictions_by_image ON image_predictions (image_id);

CREATE TABLE readings (
    id BLOB NOT NULL PRIMARY KEY,
    image_id BLOB NOT NULL,
    reader BLOB NOT NULL,
    verdict TEXT NOT NULL,
    mode TEXT NOT NULL,
    comment TEXT,
    reason TEXT,
    recorded_at BIGINT NOT NULL,
    position BIGINT NOT NULL
);
CREATE INDEX readings_by_image ON readings (image_id);

CREATE TABLE panels (
    id TEXT NOT NULL PRIMARY KEY,
    title TEXT NOT NULL,
    unit TEXT NOT NULL,
    version BIGINT NOT NULL,
    labels TEXT NOT NULL,
    active_model BLOB
);

CREATE TABLE models (
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    architecture TEXT NOT NULL,
    panel TEXT NOT NULL,
    panel_version BIGINT NOT NULL,
    labels TEXT NOT NULL,
    statement TEXT NOT NULL,
    licence TEXT NOT NULL,
    card TEXT NOT NULL,
    registered_at BIGINT NOT NULL
);

-- Counters; the id is made of what is counted. A counter at nought has no row.
CREATE TABLE statistics (
    id BLOB NOT NULL PRIMARY KEY,
    measure TEXT NOT NULL,
    day TEXT NOT NULL,
    panel TEXT NOT NULL,
    model TEXT NOT NULL,
    label TEXT NOT NULL,
    verdict TEXT NOT NULL,
    amount BIGINT NOT NULL
);
CREATE INDEX statistics_by_measure ON statistics (measure, day);
