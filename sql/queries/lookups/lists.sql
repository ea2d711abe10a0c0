-- @name lookups/lists
-- @call lookupLists
-- @about The lists of choices, with the fields that take their values from each.
-- @use people
-- @returns many
-- @column domain text not-null List
-- @column choices bigint checked Choices
-- @column active bigint checked Of these, those that are offered
-- @column fields text null Fields
select lookup_domain as domain, count(*) as choices, count(*) filter (where lookup_active) as active, (
    select string_agg(distinct replace(meta_fields_field, '_', ' '), ', ') from meta_fields
    where meta_fields_attribute = 'domain' and meta_fields_value = lookup_domain) as fields
from lookup group by lookup_domain order by lookup_domain
