-- All are trusted extensions: the owner of the database may make them.
create extension if not exists pg_trgm;
create extension if not exists unaccent;
create extension if not exists fuzzystrmatch;
