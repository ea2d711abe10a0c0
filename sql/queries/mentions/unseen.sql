-- Generated from the function mentions_unseen() and its comment by npm run generate. Do not edit.
-- @name mentions/unseen
-- @call mentionsUnseen
-- @about Colleagues whom a text mentions and who may not see the record that it is about: they get no task.
-- @use people
-- @param record text Human id
-- @param text text The note
-- @returns many
-- @column staff text checked Short name
select staff from mentions_unseen($1::text, $2::text)
