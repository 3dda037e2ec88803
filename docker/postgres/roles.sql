-- Run once by the postgres image, on an empty volume: who migrates and who runs. Neither is the server's master.
-- The passwords are read from the secrets' files, so that no command line and no log holds them.
\set owner_password `cat "${SECRETS:-/run/secrets}/database_owner_password"`
\set application_password `cat "${SECRETS:-/run/secrets}/database_password"`
CREATE ROLE sellerdesk_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE sellerdesk_app LOGIN PASSWORD :'application_password';
CREATE DATABASE sellerdesk OWNER sellerdesk_owner TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8';
REVOKE ALL ON DATABASE sellerdesk FROM PUBLIC;
GRANT CONNECT ON DATABASE sellerdesk TO sellerdesk_app;
