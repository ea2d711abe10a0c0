-- What came in a copy of an intake's spool (a stick, rsync) has a door of its own: nobody vouches for the times in it.
alter table item drop constraint item_item_door_check;
alter table item add constraint item_item_door_check check (item_door in ('web', 'sealed-web', 'mail', 'mail-text', 'folder', 'carried'));
