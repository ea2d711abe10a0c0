-- @name activities/done
-- @about Activities since a day, by kind and outcome.
-- @use people
-- @param since date Since
-- @returns many
-- @column kind text null Kind
-- @column outcome text null Outcome
-- @column who text null Who
-- @column activities bigint null Activities
select lookup_value(activity_kind) as kind, lookup_value(activity_outcome) as outcome, entity_name as who, count(*) as activities
from activity left join entity on entity_id = activity_staff
where activity_status = 'done' and coalesce(activity_start, activity_created) >= $1::date
group by activity_kind, activity_outcome, entity_name order by activities desc, kind, outcome, who
