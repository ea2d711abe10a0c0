-- @name processes/add
-- @call addProcess
-- @about Takes a shipped process.
-- @use program
-- @param process text Process
-- @returns one
-- @column result text null Result
select add_process($1::text) as result
