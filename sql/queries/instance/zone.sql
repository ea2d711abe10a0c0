-- @name instance/zone
-- @call keepZone
-- @about Keeps the time zone of the settings, so that the database knows which day it is here.
-- @param zone text
-- @returns none
update instance set instance_zone = $1::text where instance_zone <> $1::text
