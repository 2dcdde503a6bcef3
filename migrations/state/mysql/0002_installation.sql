-- Whose state this is, in one row: 16 bytes that follow from the installation's key.
CREATE TABLE installation (
    id       BIGINT     NOT NULL PRIMARY KEY,
    identity BINARY(16) NOT NULL
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
