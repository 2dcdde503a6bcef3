-- What a model's pack says of how often its answers were right. The folds' version builds what is there
-- anew.
ALTER TABLE models ADD COLUMN calibrated BIGINT;
ALTER TABLE models ADD COLUMN answers TEXT;
