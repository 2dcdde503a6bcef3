-- That a case was opened in error: when it was withdrawn, and why. The folds' version builds what is there
-- anew.
ALTER TABLE cases ADD COLUMN withdrawn TEXT;
