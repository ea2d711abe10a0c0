-- @name staff/end-sessions
-- @call endStaffSessions
-- @about Ends the open sessions of somebody who left.
-- @param hid text
-- @returns one
-- @column ended bigint null
select end_staff_sessions($1::text) as ended
