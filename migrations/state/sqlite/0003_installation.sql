-- Whose state this is, in one row: 16 bytes that follow from the installation's key.
CREATE TABLE installation (
    id       BIGINT NOT NULL PRIMARY KEY,
    identity BLOB   NOT NULL
);
