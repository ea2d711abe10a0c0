-- Generated from the function next_pull() and its comment by npm run generate. Do not edit.
-- @name items/next-pull
-- @call nextPull
-- @about The number of the next pull; it only rises, so that an intake can recognise a copy of the core that was started by mistake.
-- @returns one
-- @column run bigint null
select next_pull() as run
