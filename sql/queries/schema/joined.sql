-- @name schema/joined
-- @call joinedNumbers
-- @about How many telephone numbers were a second spelling of one that the record has, and went into it when the rule changed.
-- @returns one
-- @column joined integer null
select count(*)::integer as joined from instance
join audit on audit_tx = any (instance_joined) and audit_table = 'contact_point' and audit_verb = 'delete'
