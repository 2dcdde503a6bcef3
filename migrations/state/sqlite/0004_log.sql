-- The event log that goes with this state: events are sealed under its keys, groups count its positions.
ALTER TABLE installation ADD COLUMN log_id BLOB;
