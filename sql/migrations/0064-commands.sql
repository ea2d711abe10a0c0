-- What staff change by commands is a reply without an item and without a file: its packet, never sent, says who gave it.
alter table reply drop constraint reply_check;
alter table reply add constraint reply_check check (num_nonnulls(reply_item, reply_load) <= 1);
