-- Generated from the function erased_traces() and its comment by npm run generate. Do not edit.
-- @name privacy/traces
-- @call erasedTraces
-- @about Packets and items of erased people, whose files must not exist, and the existing people, to compare with the ledger.
-- @returns one
-- @column traces jsonb null Packets, items and people
-- @shape { packets: string[], items: string[], alive: { uuid: string, entity: number }[] }
select erased_traces() as traces
