-- Where models were asked to say that they see a label. The folds' version builds what is there anew.
ALTER TABLE images ADD COLUMN explanations TEXT;
