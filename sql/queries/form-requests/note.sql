-- @name form-requests/note
-- @call noteFormRequest
-- @about Queues a wish for one's own form.
-- @param item bigint
-- @param mailto text
-- @param mark text
-- @param received timestamptz
-- @returns none
select note_form_request($1::bigint, $2::text, $3::text, $4::timestamptz)
