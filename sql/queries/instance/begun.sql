-- @name instance/begun
-- @call begun
-- @about The progress of an installation, as the acting role sees it.
-- @returns one
-- @column staff boolean null There is staff besides the office's first login
-- @column people boolean null There are people
-- @column packets boolean null A packet went out
select exists (select from staff where staff_hid <> 'office' and staff_active) as staff, exists (select from person) as people,
  exists (select from packet) as packets
