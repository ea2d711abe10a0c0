-- @name instance/keep
-- @call keepInstance
-- @about Writes the installation's row, once; later only the calling code.
-- @param instance text
-- @param epoch bigint
-- @param calling_code text
-- @returns one
-- @column instance text not-null
-- @column epoch bigint not-null
insert into instance (instance_hid, instance_epoch, instance_calling_code) values ($1::text, $2::bigint, $3::text)
on conflict (instance_id) do update set instance_calling_code =
  case when instance.instance_hid = excluded.instance_hid then excluded.instance_calling_code else instance.instance_calling_code end
returning instance_hid as instance, instance_epoch as epoch
