-- @name inquiries/note
-- @about Puts an inquiry into its queue.
-- @param item bigint
-- @param said jsonb
-- @param received timestamptz
-- @returns one
-- @column inquiry text null
select note_inquiry($1::bigint, $2::jsonb, $3::timestamptz) as inquiry
