-- @name staff/is-admin
-- @call isAdmin
-- @about Whether the acting role is an administrator's.
-- @returns one
-- @column admin boolean not-null Whether it is
select coalesce(is_admin(), false) as admin
