-- What functions measured in an image's file. The folds' version builds what is there anew.
-- MySQL has no ADD COLUMN IF NOT EXISTS, and this step may have been cut off behind its statement.
SET @add_measurements = IF(
    EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = DATABASE() AND table_name = 'images' AND column_name = 'measurements'
    ),
    'DO 0',
    'ALTER TABLE images ADD COLUMN measurements MEDIUMTEXT'
);
PREPARE add_measurements FROM @add_measurements;
EXECUTE add_measurements;
DEALLOCATE PREPARE add_measurements;
