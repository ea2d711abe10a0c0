-- Generated from the function end_staff_sessions() and its comment by npm run generate. Do not edit.
-- @name staff/end-sessions
-- @call endStaffSessions
-- @about Ends the open sessions of a staff member who left; returns their number.
-- @param hid text
-- @returns one
-- @column ended bigint null
select end_staff_sessions($1::text) as ended
