-- A mail may answer several packets: what of it went in stays in where the rest is put aside.

alter table item add column item_part boolean not null default false;
comment on column item.item_part is 'Part of it went in; the rest could not be taken';
