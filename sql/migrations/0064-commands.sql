-- A change that staff make by a command is a reply without an item and without a file: its packet, never sent, names its author.
alter table reply drop constraint reply_check;
alter table reply add constraint reply_check check (num_nonnulls(reply_item, reply_load) <= 1);
