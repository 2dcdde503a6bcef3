-- The worklist of one panel is counted and sorted by this index alone.
CREATE INDEX images_by_panel ON images (removed, status, panel, work_order);
