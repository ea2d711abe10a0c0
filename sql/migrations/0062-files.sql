-- Records of every type, and their rows, in files: which row of which table a line led to, and the shape in which rows travel.

alter table load_key
  add column load_key_source name,
  add column load_key_row bigint,
  add check ((load_key_source is null) = (load_key_row is null));
comment on column load_key.load_key_source is 'Table of the row, where the line was about a row of the record';
comment on column load_key.load_key_row is 'Number of that row';

create type file_row as (
  line integer, said jsonb, given jsonb, uuid text, uid text, digest text, place text, taken bigint[], alone boolean,
  record bigint, id bigint, known bigint, outcome text, kept text[], faults jsonb, told text[]);
comment on type file_row is
  'A row of a loaded file of any type: what it says by field, what that is by column, and what became of it so far';
