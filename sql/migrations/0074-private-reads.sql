-- Reads of fields that only the office sees of a person: who, whose, which fields and when. Never a value.
create table private_read (
  private_read_id bigint generated always as identity primary key,
  private_read_entity bigint not null references entity,
  private_read_fields text not null,
  private_read_page text not null,
  private_read_at timestamptz not null default clock_timestamp(),
  private_read_by name not null
);
comment on table private_read is 'Reads of what only the office sees of a person';
comment on column private_read.private_read_id is 'Number';
comment on column private_read.private_read_entity is 'Record';
comment on column private_read.private_read_fields is 'Fields that were shown';
comment on column private_read.private_read_page is 'By';
comment on column private_read.private_read_at is 'Read';
comment on column private_read.private_read_by is 'Reader';
create index private_read_entity_index on private_read (private_read_entity, private_read_id);
