-- Generated from the function staff_protection_confirm() and its comment by npm run generate. Do not edit.
-- @name staff/confirm
-- @call confirmStaff
-- @about Says that the protection, phrase and key that a restore brought back are still right, for one or all: {confirmed: [{hid, protection}]} or {problem: staff/not-known}.
-- @param hid text null Null: all
-- @returns one
-- @column changed jsonb checked
-- @shape StaffRefusal | StaffConfirmed
select staff_protection_confirm($1::text) as changed
