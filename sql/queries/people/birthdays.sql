-- @name people/birthdays
-- @about People with a birthday in the next days.
-- @use people
-- @param days integer Days
-- @returns many
-- @column entity bigint not-null Entity
-- @column hid text not-null Human id
-- @column name text not-null Name
-- @column born date null Born
-- @column day date null Birthday
select person_id as entity, person_hid as hid, entity_name as name, person_born as born, birthday as day
from person join entity on entity_id = person_id, lateral (select next_birthday(person_born, now()::date) as birthday) b
where entity_deleted is null and birthday <= now()::date + $1::integer
order by birthday, entity_name, person_id
