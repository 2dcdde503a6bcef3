-- Where models were asked to say that they see a label. The folds' version builds what is there anew.
-- MySQL has no ADD COLUMN IF NOT EXISTS, and this step may have been cut off behind its statement.
SET @add_explanations = IF(
    EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = DATABASE() AND table_name = 'images' AND column_name = 'explanations'
    ),
    'DO 0',
    'ALTER TABLE images ADD COLUMN explanations MEDIUMTEXT'
);
PREPARE add_explanations FROM @add_explanations;
EXECUTE add_explanations;
DEALLOCATE PREPARE add_explanations;
