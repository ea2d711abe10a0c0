-- Generated from the function people_below() and its comment by npm run generate. Do not edit.
-- @name staff/below
-- @call peopleBelow
-- @about Colleagues to whom the acting one may send records: themselves, and of a manager those under them.
-- @returns many
-- @column hid text checked
-- @column name text checked
select hid, name from people_below()
