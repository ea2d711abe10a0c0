-- How a packet leaves where it has no letter of its own: as files, on paper, or with others in one letter.
alter table packet add column packet_carrier text constraint packet_packet_carrier_check check (packet_carrier in ('file', 'paper'));
comment on column packet.packet_carrier is 'How it left where it was no letter: file or paper';
create table letter_part (
  letter_part_id bigint primary key references packet,
  letter_part_letter bigint not null references letter
);
comment on table letter_part is 'Packets that a letter carries beside its first one';
comment on column letter_part.letter_part_id is 'The packet';
comment on column letter_part.letter_part_letter is 'Letter';
create index letter_part_letter_index on letter_part (letter_part_letter);
