-- Tables and fields that an installation adds for itself. The files that made them ran here once each; what a table is for, whose its rows
-- are and who may read them is a row. Triggers, rights and views are made of it on every migrate.
create table added_file (
  added_file_id bigint generated always as identity primary key,
  added_file_hid text not null constraint added_file_added_file_hid_key unique
    constraint added_file_added_file_hid_check check (added_file_hid ~ '^[0-9]{4}-[a-z0-9-]{1,60}$'),
  added_file_text text not null,
  added_file_digest text not null constraint added_file_added_file_digest_check check (added_file_digest ~ '^[0-9a-f]{64}$'),
  added_file_at timestamptz not null default clock_timestamp(),
  added_file_by name not null
);
comment on table added_file is 'Files that made tables and fields of one''s own; they ran in their order, once each';
comment on column added_file.added_file_id is 'Number';
comment on column added_file.added_file_hid is 'File';
comment on column added_file.added_file_text is 'Text';
comment on column added_file.added_file_digest is 'SHA-256 of the text';
comment on column added_file.added_file_at is 'Run';
comment on column added_file.added_file_by is 'By';

create table added_table (
  added_table_id bigint generated always as identity primary key,
  added_table_hid text not null constraint added_table_added_table_hid_key unique
    constraint added_table_added_table_hid_check check (added_table_hid ~ '^own_[a-z][a-z0-9_]{0,19}$'),
  added_table_part text not null constraint added_table_added_table_part_check check (added_table_part in ('subtype', 'row')),
  added_table_record text,
  added_table_rights text not null
    constraint added_table_added_table_rights_check check (added_table_rights in ('record', 'owner', 'office', 'everybody')),
  constraint added_table_check check (added_table_part = 'row' or added_table_record is null)
);
comment on table added_table is 'Tables of one''s own: records of a type, or rows of records';
comment on column added_table.added_table_id is 'Number';
comment on column added_table.added_table_hid is 'Table';
comment on column added_table.added_table_part is 'Records (subtype), or rows of records (row)';
comment on column added_table.added_table_record is 'Type of the records whose rows they are; none for every type';
comment on column added_table.added_table_rights is 'Who sees a row: as its record, its owner alone, the office, everybody';
