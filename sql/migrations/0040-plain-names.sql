-- A table and a column whose names misled get the usual word: a state transition, and the channel that an item came by. What people wrote
-- themselves is not changed: satchel db migrate lists their stored queries that say an earlier name.

alter table arrow rename to state_transition;
alter table state_transition rename column arrow_id to state_transition_id;
alter table state_transition rename column arrow_hid to state_transition_hid;
alter table state_transition rename column arrow_table to state_transition_table;
alter table state_transition rename column arrow_from to state_transition_from;
alter table state_transition rename column arrow_to to state_transition_to;
alter table state_transition rename column arrow_why to state_transition_why;
alter index arrow_pkey rename to state_transition_pkey;
alter index arrow_arrow_hid_key rename to state_transition_state_transition_hid_key;
alter sequence arrow_arrow_id_seq rename to state_transition_state_transition_id_seq;
alter table state_transition rename constraint arrow_check to state_transition_check;
alter table state_transition rename constraint arrow_check1 to state_transition_check1;
comment on table state_transition is 'From which state to which a row may go';

alter table item rename column item_door to item_channel;
alter table item rename constraint item_item_door_check to item_item_channel_check;

update meta_tables set meta_tables_table = 'state_transition' where meta_tables_table = 'arrow';
update meta_fields set meta_fields_table = 'state_transition', meta_fields_field = replace(meta_fields_field, 'arrow_', 'state_transition_')
where meta_fields_table = 'arrow';
update meta_fields set meta_fields_field = 'item_channel' where meta_fields_table = 'item' and meta_fields_field = 'item_door';

-- labels that read like riddles
comment on table activity is 'Calls, visits, letters, tasks and notes, done or planned';
comment on column change.change_mended is 'The value that counts instead of the written one: corrected by a person, or without the parts that wait on their own';
comment on table duplicate_look is 'The data that a person was compared by at the last search; deleted with the person';
