-- @name own/note
-- @call noteAdded
-- @about Notes that a file of tables and fields of one's own ran
-- @param name text
-- @param text text
-- @param digest text SHA-256 of the text
-- @param by text Role of its maker
-- @returns none
insert into added_file (added_file_hid, added_file_text, added_file_digest, added_file_by)
values ($1::text, $2::text, $3::text, $4::text)
