-- How often a user was changed, for If-Match. The folds' version builds what is there anew.
ALTER TABLE users ADD COLUMN revision BIGINT NOT NULL DEFAULT 1;
