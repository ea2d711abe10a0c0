-- Generated from the function erased_traces() and its comment by npm run generate. Do not edit.
-- @name privacy/traces
-- @call erasedTraces
-- @about Packets and items of erased people, whose files must not be there, and who is there, to be held against the ledger.
-- @returns one
-- @column traces jsonb null Packets, items, who is there
-- @shape { packets: string[], items: string[], alive: { uuid: string, entity: number }[] }
select erased_traces() as traces
