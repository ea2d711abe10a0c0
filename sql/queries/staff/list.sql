-- @name staff/list
-- @about Everybody who works here.
-- @use people
-- @returns many
-- @column hid text not-null Short name
-- @column name text not-null Name
-- @column role text null Group
-- @column email text not-null E-mail
-- @column active boolean not-null Active
-- @column login name not-null Database role
select staff_hid as hid, staff_name as name, lookup_value(staff_role) as role, staff_email as email, staff_active as active,
  staff_login as login
from staff order by staff_hid
