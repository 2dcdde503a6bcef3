-- What functions measured in an image's file. The folds' version builds what is there anew.
ALTER TABLE images ADD COLUMN measurements MEDIUMTEXT;
