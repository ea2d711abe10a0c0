-- @name staff/protections
-- @call staffProtections
-- @about How the letters of those who work here are protected.
-- @use people
-- @returns many
-- @column protection text null plain, pgp or passphrase; empty: nobody has chosen, and no packet goes to them
-- @column count bigint checked How many
-- @column staff text checked Their short names
select staff_protection as protection, count(*) as count, string_agg(staff_hid, ' ' order by staff_hid) as staff
from staff where staff_active group by staff_protection order by staff_protection nulls first
