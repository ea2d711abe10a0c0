-- @name items/next-pull
-- @call nextPull
-- @about Number of a pull; it rises.
-- @returns one
-- @column run bigint null
select next_pull() as run
