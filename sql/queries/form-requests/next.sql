-- Generated from the function next_form_request() and its comment by npm run generate. Do not edit.
-- @name form-requests/next
-- @call nextFormRequest
-- @about Locks the oldest wish for a form: {request, mailto, mark, make: [records], status}; null when there is none. A form that is still good is queued again.
-- @returns one
-- @column wish jsonb null
-- @shape { request: number, mailto?: string, mark?: string, make: string[], status: string }
select next_form_request() as wish
