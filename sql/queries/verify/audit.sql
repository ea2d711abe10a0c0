-- @name verify/audit
-- @call auditFaults
-- @about Places where the audit differs from its seals.
-- @returns many
-- @column fault text checked
-- @column row bigint null
select fault, audit_id as row from verify_audit()
