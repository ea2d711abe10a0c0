-- Generated from the function next_form_request() and its comment by npm run generate. Do not edit.
-- @name form-requests/next
-- @call nextFormRequest
-- @about Locks the oldest form request: {request, mailto, mark, make: [records], status}; null if there is none. A form that is still valid is queued again.
-- @returns one
-- @column wish jsonb null
-- @shape { request: number, mailto?: string, mark?: string, make: string[], status: string }
select next_form_request() as wish
