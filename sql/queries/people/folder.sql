-- @name people/folder
-- @about Everything about a record in one list: consent to letters, contacts, addresses, stages, relations, groups, activities.
-- @use people
-- @param key text Human id or uuid
-- @returns many
-- @column part text null Part
-- @column what text null Subject
-- @column value text null Value
-- @column day date null Day
-- By hand, since each part is put into words of its own; a test compares the tables with those of record_tables().
with record as (select find_entity($1::text) as entity)
select part, what, value, day from (
  select 0 as place, 'letters' as part, 'no' as what, 'No letters unasked' as value, no_letters(entity) as day from record
  where no_letters(entity) is not null
  union all
  select 1, 'contact', lookup_value(contact_point_kind), contact_point_value, contact_point_verified::date
  from record join contact_point on contact_point_entity = entity
  union all
  select 2, 'address', lookup_value(address_kind),
    concat_ws(', ', address_line1, address_line2, address_postcode, address_city, address_region, address_country), address_start
  from record join address on address_entity = entity
  union all
  select 3, 'stage', development_process_name, development_stage_name, development_tracking_entered::date
  from record join development_tracking on development_tracking_entity = entity and development_tracking_finished is null
  join development_stage on development_stage_id = development_tracking_stage
  join development_process on development_process_id = development_tracking_process
  union all
  select 4, 'relation', case when relationship_left = entity then relationship_type_forward else relationship_type_backward end,
    (select o.entity_name from entity o
      where o.entity_id = case when relationship_left = entity then relationship_right else relationship_left end), relationship_start
  from record join relationship on relationship_left = entity or relationship_right = entity
  join relationship_type on relationship_type_id = relationship_kind
  union all
  select 5, 'group', lookup_value(grp_kind), grp_name, member_since::date from record
  join member on member_entity = entity join grp on grp_id = member_grp
  union all
  select 6, 'happened', lookup_value(activity_kind), concat_ws(': ', activity_subject, activity_body),
    coalesce(activity_start, activity_created)::date
  from record join activity on activity_entity = entity) folder
order by place, day desc nulls last, what, value
