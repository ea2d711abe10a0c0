-- @name staff/protections
-- @call staffProtections
-- @about How the letters of those who work here are protected.
-- @use people
-- @returns many
-- @column protection text null plain, pgp or passphrase; empty: nobody has chosen, and no packet goes to them
-- @column restored boolean checked What a restore brought back waits to be confirmed
-- @column count bigint checked How many
-- @column staff text checked Their short names
select staff_protection as protection, staff_protection_restored is not null as restored, count(*) as count,
  string_agg(staff_hid, ' ' order by staff_hid) as staff
from staff where staff_active group by 1, 2 order by 1 nulls first, 2
