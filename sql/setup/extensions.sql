-- All are trusted extensions: the owner of the database may make them.
create extension if not exists pg_trgm;
create extension if not exists unaccent;
create extension if not exists fuzzystrmatch;

-- Statements here are short, and policies make them long to compile: with the compiler of PostgreSQL (jit) a load took thirty times as
-- long.
-- The program turns it off for itself; this is for every other interface. A value that an administrator set for this database stays.
do $$
begin
  if not exists (select from pg_db_role_setting join pg_database on pg_database.oid = setdatabase
    where datname = current_database() and setrole = 0 and setconfig::text like '%jit=%') then
    execute format('alter database %I set jit = off', current_database());
  end if;
exception when insufficient_privilege then
  null; -- the login does not own the database: its administrator decides
end $$;
