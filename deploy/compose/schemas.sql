-- What the user `hema` needs beside the schema of its name, which the image makes: read models are built anew in
-- schemas beside it, and the state has one of its own.
CREATE DATABASE hema_state;
GRANT ALL ON `hema\_state`.* TO 'hema'@'%';
GRANT ALL ON `hema\_read\_%`.* TO 'hema'@'%';
