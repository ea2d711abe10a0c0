-- @name staff/list
-- @call listStaff
-- @about All staff.
-- @use people
-- @returns many
-- @column hid text not-null Short name
-- @column name text not-null Name
-- @column role text null Group
-- @column email text not-null E-mail
-- @column protection text null How their letters are protected
-- @column active boolean not-null Active
-- @column login name not-null Database role
-- @column manager text null Manager
select staff_hid as hid, staff_name as name, lookup_value(staff_role) as role, staff_email as email,
  staff_protection as protection, staff_active as active, staff_login as login, (
    select m.staff_hid from entity join staff m on m.staff_id = entity_parent where entity_id = staff.staff_id) as manager
from staff order by staff_hid
