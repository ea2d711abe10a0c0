-- @name inquiries/keep
-- @about Keeps what somebody wrote in their own words, beside a form or instead of one.
-- @param item bigint
-- @param token text null Hash of the token that it came with
-- @param letter text null The letter that it answers, where there is no token
-- @param said jsonb {email, message, language, files}
-- @param received timestamptz
-- @returns one
-- @column told jsonb null Whom to tell; null where it belongs to nobody
select keep_words($1::bigint, $2::text, $3::text, $4::jsonb, $5::timestamptz) as told
