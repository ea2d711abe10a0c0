-- Everything that is due, whose it is, and since when: one list, from which satchel due, next and status, and every other interface, read.
-- The conditions are written out, and not called, or so that they become part of the statement: of 100,000 rows each call would cost more
-- than the rest. tests/sql/due.test.ts compares the list with what a packet tells of its record.
create view due_rep with (security_invoker = true) as
-- tasks, and contacts that have a day and did not happen; a note is open as long as nobody closes it, and nothing to do
select activity_entity as due_entity,
  case when activity_kind = (select lookup_id from lookup where lookup_hid = 'activity-kind/task')
    then 'task' else 'contact' end as due_kind,
  coalesce(activity_subject, activity_body, lookup_value(activity_kind)) as due_what, null::text as due_form,
  coalesce(activity_due, day_in(activity_start, (select own_zone()))) as due_day, activity_staff as due_staff, activity_id as due_activity
from activity
where activity_status in ('open', 'active') and activity_staff is not null
  and activity_kind is distinct from (select lookup_id from lookup where lookup_hid = 'activity-kind/note')
  and (activity_kind = (select lookup_id from lookup where lookup_hid = 'activity-kind/task')
    or activity_due is not null and activity_next is null or activity_start > now())
union all
-- the same of nobody: whoever has the record
select activity_entity, case when activity_kind = (select lookup_id from lookup where lookup_hid = 'activity-kind/task')
    then 'task' else 'contact' end,
  coalesce(activity_subject, activity_body, lookup_value(activity_kind)), null,
  coalesce(activity_due, day_in(activity_start, (select own_zone()))), entity_owner, activity_id
from activity join entity on entity_id = activity_entity
where activity_status in ('open', 'active') and activity_staff is null
  and activity_kind is distinct from (select lookup_id from lookup where lookup_hid = 'activity-kind/note')
  and (activity_kind = (select lookup_id from lookup where lookup_hid = 'activity-kind/task')
    or activity_due is not null and activity_next is null or activity_start > now())
union all
-- a next step: until its day, and after that until somebody reached them. It goes with the record to a new owner
select a.activity_entity, 'next-step', a.activity_next, null, a.activity_due, entity_owner, a.activity_id
from activity a join entity on entity_id = a.activity_entity
where entity_owner is not null and a.activity_next is not null and a.activity_due is not null and a.activity_status <> 'cancelled'
  and (a.activity_due >= (select own_today()) or not exists (select from activity later where later.activity_entity = a.activity_entity
    and later.activity_id <> a.activity_id and later.activity_status = 'done'
    and coalesce(later.activity_start, later.activity_created) > coalesce(a.activity_start, a.activity_created)
    and later.activity_kind is distinct from (select lookup_id from lookup where lookup_hid = 'activity-kind/note')
    and (later.activity_outcome is null or later.activity_outcome <> all (array(select lookup_id from lookup
      where lookup_domain = 'outcome' and lookup_value = any (unreached_outcomes() || 'call-back'::text))))))
union all
-- on a record of nobody it is theirs who promised it
select a.activity_entity, 'next-step', a.activity_next, null, a.activity_due, a.activity_staff, a.activity_id
from activity a join entity on entity_id = a.activity_entity
where entity_owner is null and a.activity_next is not null and a.activity_due is not null and a.activity_status <> 'cancelled'
  and (a.activity_due >= (select own_today()) or not exists (select from activity later where later.activity_entity = a.activity_entity
    and later.activity_id <> a.activity_id and later.activity_status = 'done'
    and coalesce(later.activity_start, later.activity_created) > coalesce(a.activity_start, a.activity_created)
    and later.activity_kind is distinct from (select lookup_id from lookup where lookup_hid = 'activity-kind/note')
    and (later.activity_outcome is null or later.activity_outcome <> all (array(select lookup_id from lookup
      where lookup_domain = 'outcome' and lookup_value = any (unreached_outcomes() || 'call-back'::text))))))
union all
-- the task or form of a stage, as long as nobody did it since the stage was entered
select development_tracking_entity, 'stage', coalesce(development_stage_task, development_stage_name), development_stage_form,
  day_in(development_tracking_entered, (select own_zone())) + coalesce(development_stage_wait, development_stage_days, 0),
  entity_owner, null
from development_tracking join development_stage on development_stage_id = development_tracking_stage
join entity on entity_id = development_tracking_entity
where development_tracking_finished is null and coalesce(development_stage_task, development_stage_form) is not null
  and not exists (select from activity done where done.activity_entity = development_tracking_entity
    and contact_since(done.activity_start, done.activity_created, development_tracking_entered, (select own_zone()))
    and done.activity_status = 'done'
    and done.activity_kind is distinct from (select lookup_id from lookup where lookup_hid = 'activity-kind/note')
    and (done.activity_outcome is null or done.activity_outcome <> all (array(select lookup_id from lookup
      where lookup_domain = 'outcome' and lookup_value = any (unreached_outcomes() || 'call-back'::text))))
    and (development_stage_kind is null or development_stage_kind = done.activity_kind
      or development_stage_kind = (select lookup_id from lookup where lookup_hid = 'activity-kind/visit')
        and (done.activity_place is not null
          or done.activity_kind = (select lookup_id from lookup where lookup_hid = 'activity-kind/meeting'))))
union all
-- a stay that is longer than its stage
select development_tracking_entity, 'stuck', development_process_name || ': ' || development_stage_name, null,
  day_in(development_tracking_entered, (select own_zone())) + development_stage_days, entity_owner, null
from development_tracking join development_stage on development_stage_id = development_tracking_stage
join development_process on development_process_id = development_tracking_process
join entity on entity_id = development_tracking_entity
where development_tracking_finished is null and development_stage_outcome is null and development_stage_days is not null
  and development_tracking_entered < now() - make_interval(days => development_stage_days)
union all
select deal_id, 'deal-expected', deal_name, null, deal_expected, entity_owner, null
from deal join entity on entity_id = deal_id where deal_closed is null and deal_expected is not null
union all
select deal_id, 'deal-valid', deal_name, null, deal_valid, entity_owner, null
from deal join entity on entity_id = deal_id where deal_closed is null and deal_valid is not null;
comment on view due_rep is
  'What is due: tasks, planned contacts, next steps, tasks of stages, stays that are too long, deals by their days';
