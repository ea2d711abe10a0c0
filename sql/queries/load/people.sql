-- @name load/people
-- @about Loads a page of rows of a file, under the acting role.
-- @param rows jsonb As load_row: line, hid, given, family ... contacts, address
-- @returns many
-- @column line integer null
-- @column outcome text null
-- @column kept text[] null
-- @column faults jsonb null
select line, outcome, kept, faults from load_people($1::jsonb)
