-- Generated from the function next_pull() and its comment by npm run generate. Do not edit.
-- @name items/next-pull
-- @call nextPull
-- @about Number of a pull: it rises, so that an intake can tell a copy of the core that was started by mistake.
-- @returns one
-- @column run bigint null
select next_pull() as run
