-- How a final verdict was come to, and what counters tell apart by it and by whether an image is inside
-- what the model knows ('', '0' or '1'). The folds' version builds what is there anew.
ALTER TABLE images ADD COLUMN last_reading TEXT;
ALTER TABLE images ADD COLUMN verdict_way TEXT;
ALTER TABLE statistics ADD COLUMN inside TEXT NOT NULL DEFAULT '';
ALTER TABLE statistics ADD COLUMN way TEXT NOT NULL DEFAULT '';
