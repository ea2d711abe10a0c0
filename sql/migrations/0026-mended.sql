-- A value that does not fit is kept as it was written, until a person puts it right.
alter table change add column change_doubt text, add column change_mended jsonb;
comment on column change.change_doubt is 'Why the value cannot be stored, or not without a look at it, as it was written';
comment on column change.change_mended is 'What counts in place of what was written: put right by a person, or without what waits on its own';
