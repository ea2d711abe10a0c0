-- Generated from the function link_inquiry() and its comment by npm run generate. Do not edit.
-- @name inquiries/link
-- @call linkInquiry
-- @about Says whose question an inquiry is: done, or a problem.
-- @param inquiry text
-- @param record text Human id or uuid
-- @returns one
-- @column became text checked
-- @shape 'done' | 'entity/not-seen' | 'inquiry/not-known' | 'inquiry/linked'
select link_inquiry($1::text, $2::text) as became
