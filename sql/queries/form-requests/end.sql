-- Generated from the function end_form_request() and its comment by npm run generate. Do not edit.
-- @name form-requests/end
-- @call endFormRequest
-- @about Ends a form request and deletes its address.
-- @param request bigint
-- @param status text
-- @returns none
select end_form_request($1::bigint, $2::text)
