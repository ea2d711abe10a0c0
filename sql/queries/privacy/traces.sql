-- @name privacy/traces
-- @call erasedTraces
-- @about What of erased people may still lie in folders.
-- @use program
-- @returns one
-- @column traces jsonb null Packets, items, who is there
-- @shape { packets: string[], items: string[], alive: { uuid: string, entity: number }[] }
select erased_traces() as traces
