-- @name form-requests/next
-- @call nextFormRequest
-- @about Locks the oldest wish for a form.
-- @returns one
-- @column wish jsonb null
-- @shape { request: number, mailto?: string, mark?: string, make: string[], status: string }
select next_form_request() as wish
