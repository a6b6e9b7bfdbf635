#!/bin/sh
# Makes the user that the portal itself works as. It owns nothing: what it may do, `manage.py
# geef_databaserechten` gives it after each migration. The image of PostgreSQL runs this once, on an empty volume.
set -eu

psql --no-psqlrc --set ON_ERROR_STOP=1 --set wachtwoord="${PORTAAL_PASSWORD:?}" \
    --username "$POSTGRES_USER" --dbname "${POSTGRES_DB:-$POSTGRES_USER}" <<'SQL'
CREATE ROLE portaal LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'wachtwoord';
SQL
