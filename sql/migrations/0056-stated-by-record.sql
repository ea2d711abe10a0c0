-- The statements of replies are looked for by record: a transaction has hundreds of replies, each with a few statements.
drop index stated_write_stated_write_work_stated_write_table_stated_wr_idx;
create index stated_write_record_index on stated_write (stated_write_work, stated_write_table, stated_write_entity);
