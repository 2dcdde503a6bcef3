-- Whether a reading was given to many images at once. The folds' version builds what is there anew.
ALTER TABLE readings ADD COLUMN bulk BIGINT NOT NULL DEFAULT 0;
