-- @name processes/next
-- @about The next work: open tasks, dated next steps, and the next steps of stages, by due day.
-- @use people
-- @param limit integer=100 How many
-- @returns many
-- @column entity bigint not-null Entity
-- @column hid text null Human id
-- @column name text not-null Name
-- @column what text null Subject
-- @column form text null Form
-- @column due date null Due
-- @column owner text null Owner
select e.entity_id as entity, record_hid(e.entity_id) as hid, e.entity_name as name, due_what as what, due_form as form, due_day as due,
  o.entity_name as owner
from due_rep join entity e on e.entity_id = due_entity
left join entity o on o.entity_id = e.entity_owner
where e.entity_deleted is null and due_kind in ('task', 'contact', 'next-step', 'stage')
order by due_day nulls last, e.entity_name, e.entity_id limit $1::integer
