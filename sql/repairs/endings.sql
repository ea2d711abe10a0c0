-- Repairs that a migration of this transaction asked for, and that the triggers have to see. Nothing is done on any other migrate: what
-- somebody opened again by hand stays open.
do $$
begin
  if current_setting('satchel.mend_endings', true) = 'yes' then
    perform stage_closes(development_tracking_entity, development_tracking_stage, development_tracking_entered)
    from (
      select distinct on (development_tracking_entity) t.* from development_tracking t
      join development_stage on development_stage_id = development_tracking_stage
      join entity on entity_id = development_tracking_entity
      where development_tracking_finished is null and development_stage_outcome is not null and entity_deleted is null
      order by development_tracking_entity, development_tracking_entered desc, development_tracking_id desc) ended;
    perform set_config('satchel.mend_endings', '', true);
  end if;
end $$;
