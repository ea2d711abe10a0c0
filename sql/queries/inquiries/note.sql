-- @name inquiries/note
-- @call noteInquiry
-- @about Puts an inquiry into its queue.
-- @param item bigint
-- @param said jsonb
-- @shape Record<string, string>
-- @param received timestamptz
-- @returns one
-- @column inquiry text null
select note_inquiry($1::bigint, $2::jsonb, $3::timestamptz) as inquiry
