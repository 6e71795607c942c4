-- The database of the chat and its account; put a long password of your own in place of CHANGE-ME:
--   mariadb < deploy/mariadb/setup.sql
-- From another machine than the database's, write its address in place of localhost.

CREATE DATABASE chatsite CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE USER chatsite@localhost IDENTIFIED BY 'CHANGE-ME';
GRANT ALL PRIVILEGES ON chatsite.* TO chatsite@localhost;
