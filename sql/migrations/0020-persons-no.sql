-- A no that came with a token is the person's, not of one address alone; a yes says how sure it is; a letter that nobody asked for is
-- asked about once more when it is sent.
alter table consent add consent_person boolean not null default false,
  add consent_evidence text check (consent_evidence in ('weak', 'strong')),
  alter consent_mark drop not null;

-- What stands already. A yes was noted by the office until now. A no by mail came with a token of ours; one by link had a token, or
-- an unknown one with an address beside it: it is the person's where a letter of theirs went to that address.
alter table consent disable trigger user;
update consent set consent_evidence = 'strong' where consent_given;
update consent set consent_person = true
where not consent_given and consent_entity is not null and (consent_basis in ('mail', 'mail, by reply')
  or consent_basis = 'web, by link' and exists (select from token
    where token_purpose = 'unsubscribe' and token_entity = consent_entity and token_mark = consent_mark));
alter table consent enable trigger user;
alter table consent add check (consent_given = (consent_evidence is not null)),
  add check (consent_mark is not null or consent_person);
create index consent_entity_index on consent (consent_entity) where consent_person;
create index entity_merged_index on entity (entity_merged) where entity_merged is not null;
comment on table consent is 'Yes and no to being written to, of a person or by a keyed mark of an address; append only, the newest counts';
comment on column consent.consent_person is 'For the person, at every address';

-- When a token was made: whether before or after a merge, so for whom. Null for those from before this column.
alter table token add token_made timestamptz;
alter table token alter token_made set default clock_timestamp();

-- the mark of the address, where nobody asked for the letter
alter table packet add packet_gate text;
create index packet_gate_index on packet (packet_gate) where packet_gate is not null;
comment on column packet.packet_gate is 'Mark to ask about when it is sent';
-- Forms that wait to be sent: who asked for theirs gets it, the others are asked about.
alter table packet disable trigger user;
update packet set packet_gate = token_mark
from letter, token
where letter_packet = packet_id and letter_status in ('queued', 'parked') and letter_kind = 'packet' and packet_kind = 'self-update'
  and token_purpose = 'unsubscribe' and token_entity = packet_entity and lower(token_mailto) = lower(packet_mailto)
  and not exists (select from form_request where form_request_mark = token_mark and form_request_status in ('sent', 'sent-again')
    and form_request_ended >= letter_queued - interval '1 minute');
alter table packet enable trigger user;
