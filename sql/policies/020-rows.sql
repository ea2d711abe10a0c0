-- Row security. Sales see what they own and what stands under them; the office sees everything. Every policy goes through
-- my_staff(), which is null for anybody without an active staff row in this database, whatever roles the cluster gives them.
do $$
declare
  t record;
begin
  for t in select policyname, tablename from pg_policies where schemaname = 'public' loop
    execute format('drop policy %I on %I', t.policyname, t.tablename);
  end loop;

  alter table entity enable row level security;
  create policy entity_office on entity to satchel_office, satchel_admin
    using ((select my_staff()) is not null) with check ((select my_staff()) is not null);
  create policy entity_sales on entity to satchel_sales
    using (entity_owner = (select my_staff()) or entity_path like (select my_path()) || '%')
    with check (entity_owner = (select my_staff()) or entity_path like (select my_path()) || '%');

  for t in select * from (values ('person', 'person_id'), ('organization', 'organization_id'), ('staff', 'staff_id'),
    ('contact_point', 'contact_point_entity'), ('address', 'address_entity'), ('activity', 'activity_entity'),
    ('development_tracking', 'development_tracking_entity')) v (source, key)
  loop
    execute format('alter table %I enable row level security', t.source);
    execute format('create policy %I on %I to satchel_office, satchel_admin '
      'using ((select my_staff()) is not null) with check ((select my_staff()) is not null)', t.source || '_office', t.source);
    -- a row follows its record: visible when that is; the check asks through a volatile function, which sees new rows
    execute format('create policy %I on %I to satchel_sales '
      'using (exists (select from entity where entity_id = %I)) with check (entity_seen(%I))', t.source || '_sales', t.source, t.key, t.key);
  end loop;

  -- a person acting on their own record, and nothing else; the record is named by a table that only definer functions write
  for t in select * from (values ('entity', 'entity_id'), ('person', 'person_id'), ('contact_point', 'contact_point_entity'),
    ('address', 'address_entity')) v (source, key)
  loop
    execute format('create policy %I on %I to satchel_subject '
      'using (%I = (select acting_subject())) with check (%I = (select acting_subject()))', t.source || '_subject', t.source, t.key, t.key);
  end loop;

  -- a private note is for whom it was written by
  create policy activity_private on activity as restrictive
    using (not activity_private or activity_staff = (select my_staff()) or activity_creator = (select acting_role()));

  for t in select * from (values ('packet'), ('change'), ('reply')) v (source) loop
    execute format('alter table %I enable row level security', t.source);
    execute format('create policy %I on %I to satchel_office, satchel_admin, satchel_auditor using ((select my_staff()) is not null)',
      t.source || '_office', t.source);
  end loop;

  -- what holds people's values or tells about them is closed to a group role without an active staff row, too
  for t in select * from (values ('audit'), ('audit_content'), ('item'), ('import_run'), ('inquiry'), ('item_file'), ('form_request')) v (source) loop
    execute format('alter table %I enable row level security', t.source);
    execute format('create policy %I on %I to satchel_office, satchel_admin, satchel_auditor using ((select my_staff()) is not null)',
      t.source || '_office', t.source);
  end loop;
  -- a salesperson sees the files that they loaded themselves
  alter table load_run enable row level security;
  create policy load_run_office on load_run to satchel_office, satchel_admin, satchel_auditor using ((select my_staff()) is not null);
  create policy load_run_own on load_run to satchel_sales using ((select my_staff()) is not null and load_run_by = (select acting_role()));
  alter table consent enable row level security;
  create policy consent_office on consent to satchel_office, satchel_admin
    using ((select my_staff()) is not null) with check ((select my_staff()) is not null);

  -- shipped queries are read by everybody and changed by nobody: others run them under their own roles
  alter table query enable row level security;
  create policy query_read on query for select to satchel_office, satchel_admin, satchel_sales using (true);
  create policy query_own on query to satchel_office, satchel_admin
    using (not query_shipped and query_owner = (select acting_role()))
    with check (not query_shipped and query_owner = (select acting_role()));
end $$;
