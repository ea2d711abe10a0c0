-- @name form-requests/next
-- @about Locks the oldest wish for a form.
-- @returns one
-- @column wish jsonb null
select next_form_request() as wish
