-- @name privacy/traces
-- @about What of erased people may still lie in folders.
-- @use program
-- @returns one
-- @column traces jsonb null Packets, items, who is there
select erased_traces() as traces
