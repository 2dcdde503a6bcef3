-- How often rows changed, for processes that look on while another folds.
ALTER TABLE checkpoint ADD COLUMN edition BIGINT NOT NULL DEFAULT 0;
