-- Generated from the function add_colleague() and its comment by npm run generate. Do not edit.
-- @name staff/add-colleague
-- @call addColleague
-- @about Adds a staff member in the name of the administrator who acts: their row and their PostgreSQL role.
-- @param row jsonb Who it is
-- @shape { hid: string, name: string, email: string, role: string, language: string, protection: 'plain' | null }
-- @returns one
-- @column added jsonb checked
-- @shape StaffRefusal | { staff: number, hid: string, login: string, role: string }
select add_colleague($1::jsonb) as added
