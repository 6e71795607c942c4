-- Creates the chat's database and user. Replace CHANGE-ME by a long random password, then:
--   mariadb < deploy/mariadb/setup.sql
-- If the chat runs on another machine, replace localhost by that machine's address.

CREATE DATABASE chatsite CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE USER chatsite@localhost IDENTIFIED BY 'CHANGE-ME';
GRANT ALL PRIVILEGES ON chatsite.* TO chatsite@localhost;
