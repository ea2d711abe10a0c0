-- @name changes/see
-- @call seeRefused
-- @about Marks refused changes as seen.
-- @param changes jsonb numbers
-- @shape number[]
-- @returns one
-- @column refused integer null How many of them are refused changes
select see_refused(array(select value::bigint from jsonb_array_elements_text($1::jsonb))) as refused
