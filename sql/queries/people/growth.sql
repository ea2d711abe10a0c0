-- @name people/growth
-- @about People on file by the month in which they came, and how many there were at its end.
-- @use people
-- @returns many
-- @column month text checked Month
-- @column came bigint checked New in this month
-- @column people bigint checked On file at its end
select to_char(first_day, 'YYYY-MM') as month, came, (sum(came) over (order by first_day))::bigint as people
from (
  select date_trunc('month', entity_created) as first_day, count(*) as came from entity
  where entity_type = (select entity_type_id from entity_type where entity_type_hid = 'person')
    and entity_deleted is null and entity_merged is null
  group by date_trunc('month', entity_created)) by_month
order by first_day
