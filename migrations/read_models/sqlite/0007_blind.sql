-- Whether readers see neither models nor each other before they have read an image themselves, and
-- the worklist's order without what models say. The folds' version builds what is there anew.
ALTER TABLE panels ADD COLUMN blind BIGINT NOT NULL DEFAULT 0;
ALTER TABLE panels ADD COLUMN critical_threshold DOUBLE NOT NULL DEFAULT 0.1;
ALTER TABLE images ADD COLUMN blind_order TEXT NOT NULL DEFAULT '';
