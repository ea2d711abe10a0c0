-- @name lookups/choices
-- @call lookupChoices
-- @about The choices of a list, in its order.
-- @use people
-- @param domain text List
-- @returns many
-- @column choice text not-null Id
-- @column word text not-null Word
-- @column name text not-null Title
-- @column sort integer not-null Place in the list
-- @column active boolean not-null Whether it is offered
select lookup_hid as choice, lookup_value as word, lookup_name as name, lookup_sort as sort, lookup_active as active
from lookup where lookup_domain = $1::text order by lookup_sort, lookup_id
