-- @name schema/joined
-- @call joinedNumbers
-- @about The number of telephone numbers that were joined with another spelling on the same record when the number rules changed.
-- @returns one
-- @column joined integer null
select count(*)::integer as joined from instance
join audit on audit_tx = any (instance_joined) and audit_table = 'contact_point' and audit_verb = 'delete'
