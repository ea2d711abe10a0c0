-- @name staff/letters
-- @call staffLetters
-- @about What travels with the letters of a staff member, and whether their protection waits to be confirmed after a restore.
-- @param staff text not-null Short name
-- @returns maybe
-- @column packet_file boolean not-null The packet as a file for programs
-- @column answer_links boolean checked Links that answer by mail
-- @column restored boolean checked A restore brought the protection back
select staff_packet_file as packet_file, coalesce(staff_answer_links, staff_protection = 'plain', false) as answer_links,
  staff_protection_restored is not null as restored
from staff where staff_hid = $1
