-- Generated from the function add_process() and its comment by npm run generate. Do not edit.
-- @name processes/add
-- @call addProcess
-- @about Adds one of the shipped processes: added, already there, or not known.
-- @param process text Process
-- @returns one
-- @column result text null Result
select add_process($1::text) as result
