-- The kind of contact that does the task of a stage: a telephone call is no visit. A stage without one takes any kind.
alter table development_stage add column development_stage_kind bigint references lookup;
comment on column development_stage.development_stage_kind is 'Kind of contact that does the task';
-- the stages that came with the program, where their tasks are still the same
update development_stage set development_stage_kind = (select lookup_id from lookup where lookup_hid = 'activity-kind/visit')
where (development_stage_hid, development_stage_task) in (
  ('farmer-land-report', 'Visit the plot'), ('sale-by-visit-visit', 'Visit'), ('pupil-parents-visit', 'Visit the parents'));
