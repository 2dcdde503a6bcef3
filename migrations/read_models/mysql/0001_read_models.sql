-- Read models: plain values, built from the event log and buildable again. Ids are the 16 bytes of
-- a UUID, times are microseconds since 1970 (UTC), truth is 0 or 1. A `search` column holds the
-- row's text in lower case without accents.

-- Who writes after having read locks this row first.
CREATE TABLE IF NOT EXISTS turn (id BIGINT NOT NULL PRIMARY KEY) ENGINE = InnoDB;
INSERT IGNORE INTO turn (id) VALUES (1);

CREATE TABLE IF NOT EXISTS checkpoint (
    name VARCHAR(64) NOT NULL PRIMARY KEY,
    log VARCHAR(64) NOT NULL,
    folds BIGINT NOT NULL,
    settings MEDIUMTEXT NOT NULL,
    position BIGINT NOT NULL,
    events BIGINT NOT NULL,
    edition BIGINT NOT NULL
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS users (
    id BINARY(16) NOT NULL PRIMARY KEY,
    username VARCHAR(64) NOT NULL,
    username_key VARCHAR(400) NOT NULL,
    full_name MEDIUMTEXT NOT NULL,
    role VARCHAR(32) NOT NULL,
    active BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    search MEDIUMTEXT NOT NULL,
    revision BIGINT NOT NULL,
    INDEX users_by_username (username_key)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS patients (
    id BINARY(16) NOT NULL PRIMARY KEY,
    number VARCHAR(64) NOT NULL,
    number_key VARCHAR(400) NOT NULL,
    name MEDIUMTEXT NOT NULL,
    name_key VARCHAR(400) NOT NULL,
    sex VARCHAR(16),
    born_on VARCHAR(16),
    notes MEDIUMTEXT,
    images_total BIGINT NOT NULL,
    images_unverified BIGINT NOT NULL,
    registered_at BIGINT NOT NULL,
    removed_at BIGINT,
    removed BIGINT NOT NULL,
    erased BIGINT NOT NULL,
    merged_into BINARY(16),
    legal_hold BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    search MEDIUMTEXT NOT NULL,
    INDEX patients_by_name (removed, merged_into, name_key),
    INDEX patients_by_merger (merged_into),
    INDEX patients_by_number (number_key)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Of an erased patient nothing is left but the id, so that what comes late is left out.
CREATE TABLE IF NOT EXISTS erased_patients (
    id BINARY(16) NOT NULL PRIMARY KEY,
    erased_at BIGINT NOT NULL
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- `patient_id` is whose it is, after every merger; `key_owner` is whose key sealed it.
CREATE TABLE IF NOT EXISTS cases (
    id BINARY(16) NOT NULL PRIMARY KEY,
    patient_id BINARY(16) NOT NULL,
    key_owner BINARY(16) NOT NULL,
    accession VARCHAR(64),
    accession_key VARCHAR(400) NOT NULL,
    specimen VARCHAR(64) NOT NULL,
    collected_at BIGINT,
    received_at BIGINT NOT NULL,
    stain MEDIUMTEXT,
    priority BIGINT NOT NULL,
    clinical_details MEDIUMTEXT,
    implicit BIGINT NOT NULL,
    opened_at BIGINT NOT NULL,
    images_total BIGINT NOT NULL,
    images_unverified BIGINT NOT NULL,
    status VARCHAR(32) NOT NULL,
    due_at BIGINT NOT NULL,
    conclusion MEDIUMTEXT,
    concluded_at BIGINT,
    critical_path MEDIUMTEXT NOT NULL,
    critical BIGINT NOT NULL,
    alarm_since BIGINT,
    escalated_at BIGINT,
    claimed_by BINARY(16),
    claimed_until BIGINT,
    withdrawn MEDIUMTEXT,
    work_order VARCHAR(100) NOT NULL,
    removed BIGINT NOT NULL,
    case_revision BIGINT NOT NULL,
    search MEDIUMTEXT NOT NULL,
    INDEX cases_by_patient (patient_id),
    INDEX cases_by_received (removed, received_at),
    INDEX cases_by_work (removed, status, work_order),
    INDEX cases_by_due (removed, status, due_at),
    INDEX cases_by_alarm (alarm_since),
    INDEX cases_by_conclusion (concluded_at)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- What makes a case's alarm and stands in an image: one row for such an image in work.
CREATE TABLE IF NOT EXISTS findings (
    id BINARY(16) NOT NULL PRIMARY KEY,
    case_id BINARY(16) NOT NULL,
    kind VARCHAR(32) NOT NULL,
    label VARCHAR(64) NOT NULL,
    p DOUBLE,
    reader BINARY(16),
    at BIGINT NOT NULL,
    position BIGINT NOT NULL,
    INDEX findings_by_case (case_id)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS images (
    id BINARY(16) NOT NULL PRIMARY KEY,
    patient_id BINARY(16) NOT NULL,
    key_owner BINARY(16) NOT NULL,
    case_id BINARY(16) NOT NULL,
    case_since BIGINT NOT NULL,
    case_since_at BIGINT NOT NULL,
    panel VARCHAR(64) NOT NULL,
    panel_since BIGINT NOT NULL,
    file_name MEDIUMTEXT NOT NULL,
    sha256 BINARY(32) NOT NULL,
    format VARCHAR(16) NOT NULL,
    bytes BIGINT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    objective MEDIUMTEXT,
    microns_per_pixel DOUBLE,
    scanner MEDIUMTEXT,
    uploaded_at BIGINT NOT NULL,
    uploaded_by BINARY(16) NOT NULL,
    renditions MEDIUMTEXT,
    renditions_problem MEDIUMTEXT,
    priority BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    case_critical BIGINT NOT NULL,
    status VARCHAR(32) NOT NULL,
    removed BIGINT NOT NULL,
    mix_up_suspected BIGINT NOT NULL,
    reassigned_to BINARY(16),
    taken_over_from BINARY(16),
    work_order VARCHAR(100) NOT NULL,
    blind_order VARCHAR(100) NOT NULL,
    predicted_model BINARY(32),
    predicted_label VARCHAR(64),
    confidence DOUBLE,
    uncertainty DOUBLE,
    inside BIGINT,
    prediction_problem MEDIUMTEXT,
    suspicions MEDIUMTEXT,
    verdict VARCHAR(64),
    verdict_basis VARCHAR(32),
    verdict_by BINARY(16),
    verdict_at BIGINT,
    verdict_position BIGINT,
    verdict_critical BIGINT NOT NULL,
    last_reading MEDIUMTEXT,
    verdict_way VARCHAR(32),
    amendments BIGINT NOT NULL,
    case_revision BIGINT NOT NULL,
    search MEDIUMTEXT NOT NULL,
    INDEX images_by_patient (patient_id),
    INDEX images_by_case (case_id),
    INDEX images_by_work (removed, status, work_order),
    INDEX images_by_upload (removed, uploaded_at),
    INDEX images_by_panel (removed, status, panel, work_order)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- One row for an image and model; the id is made of the two.
CREATE TABLE IF NOT EXISTS image_predictions (
    id BINARY(16) NOT NULL PRIMARY KEY,
    image_id BINARY(16) NOT NULL,
    model BINARY(32) NOT NULL,
    panel VARCHAR(64) NOT NULL,
    label VARCHAR(64) NOT NULL,
    confidence DOUBLE NOT NULL,
    uncertainty DOUBLE NOT NULL,
    inside BIGINT NOT NULL,
    outside_reasons MEDIUMTEXT NOT NULL,
    probabilities MEDIUMTEXT NOT NULL,
    device MEDIUMTEXT NOT NULL,
    arithmetic MEDIUMTEXT NOT NULL,
    duration_us BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    position BIGINT NOT NULL,
    INDEX image_predictions_by_image (image_id)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS readings (
    id BINARY(16) NOT NULL PRIMARY KEY,
    image_id BINARY(16) NOT NULL,
    reader BINARY(16) NOT NULL,
    verdict VARCHAR(64) NOT NULL,
    mode VARCHAR(32) NOT NULL,
    comment MEDIUMTEXT,
    reason MEDIUMTEXT,
    recorded_at BIGINT NOT NULL,
    position BIGINT NOT NULL,
    bulk BIGINT NOT NULL,
    INDEX readings_by_image (image_id)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS panels (
    id VARCHAR(64) NOT NULL PRIMARY KEY,
    title MEDIUMTEXT NOT NULL,
    unit VARCHAR(16) NOT NULL,
    version BIGINT NOT NULL,
    labels MEDIUMTEXT NOT NULL,
    active_model BINARY(32),
    blind BIGINT NOT NULL,
    critical_threshold DOUBLE NOT NULL
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS models (
    id BINARY(32) NOT NULL PRIMARY KEY,
    name MEDIUMTEXT NOT NULL,
    architecture MEDIUMTEXT NOT NULL,
    panel VARCHAR(64) NOT NULL,
    panel_version BIGINT NOT NULL,
    labels MEDIUMTEXT NOT NULL,
    statement MEDIUMTEXT NOT NULL,
    licence MEDIUMTEXT NOT NULL,
    card MEDIUMTEXT NOT NULL,
    calibrated BIGINT,
    answers MEDIUMTEXT,
    registered_at BIGINT NOT NULL
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Counters; the id is made of what is counted. A counter at nought has no row.
CREATE TABLE IF NOT EXISTS statistics (
    id BINARY(16) NOT NULL PRIMARY KEY,
    measure VARCHAR(64) NOT NULL,
    day VARCHAR(16) NOT NULL,
    panel VARCHAR(64) NOT NULL,
    model VARCHAR(100) NOT NULL,
    label VARCHAR(64) NOT NULL,
    verdict VARCHAR(64) NOT NULL,
    inside VARCHAR(32) NOT NULL,
    way VARCHAR(32) NOT NULL,
    amount BIGINT NOT NULL,
    INDEX statistics_by_measure (measure, day)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Who came in, who was turned away, who saw whose data: one row for a person, a route and a patient.
-- Ids and keyed digests only, so that an erasure changes nothing here.
CREATE TABLE IF NOT EXISTS access (
    id BINARY(16) NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    kind VARCHAR(32) NOT NULL,
    user_id BINARY(16),
    role VARCHAR(32),
    route MEDIUMTEXT,
    patient_id BINARY(16),
    subject MEDIUMTEXT,
    origin MEDIUMTEXT,
    position BIGINT NOT NULL,
    INDEX access_by_time (at),
    INDEX access_by_kind (kind, at),
    INDEX access_by_user (user_id, at),
    INDEX access_by_patient (patient_id, at)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
