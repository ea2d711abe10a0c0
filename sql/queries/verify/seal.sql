-- @name verify/seal
-- @call sealAudit
-- @about Seals the finished rows of the audit; how many.
-- @returns one
-- @column sealed integer null
select seal_audit() as sealed
