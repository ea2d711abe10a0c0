-- A file may belong to a field of one's own: it is seen by whoever sees that field, and by nobody else.
alter table attachment add column attachment_field text
  constraint attachment_field_column check (attachment_field ~ '^[a-z_][a-z0-9_]*\.[a-z_][a-z0-9_]*$');
comment on column attachment.attachment_field is 'Field that holds it, as TABLE.COLUMN';
