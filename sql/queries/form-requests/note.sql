-- Generated from the function note_form_request() and its comment by npm run generate. Do not edit.
-- @name form-requests/note
-- @call noteFormRequest
-- @about Queues a form request; the dispatcher answers it.
-- @param item bigint
-- @param mailto text
-- @param mark text
-- @param received timestamptz
-- @returns none
select note_form_request($1::bigint, $2::text, $3::text, $4::timestamptz)
