-- @name instance/read
-- @call readInstanceRow
-- @about The identity of this database's installation.
-- @returns maybe
-- @column instance text not-null
-- @column epoch bigint not-null
-- @column zone text not-null
select instance_hid as instance, instance_epoch as epoch, instance_zone as zone from instance
