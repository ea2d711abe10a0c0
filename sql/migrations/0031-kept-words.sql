-- What people write beside a form, or instead of one, is a question: tied to the packet and the record that it is about.

alter table inquiry
  add inquiry_packet bigint references packet,
  add inquiry_entity bigint references entity,
  -- files that came in the mail itself, which lies among the attachments: [{name, type, size}]
  add inquiry_files jsonb not null default '[]' check (jsonb_typeof(inquiry_files) = 'array');
create index inquiry_packet_index on inquiry (inquiry_packet);
create index inquiry_entity_index on inquiry (inquiry_entity);
comment on table inquiry is 'Questions from the public page, and words that came with or instead of a reply: a queue that writes nothing by itself';
