-- Row security. Sales and managers see what they own and what stands under them, managers also what the staff under them own; the
-- office sees everything; what others see is narrowed by their grants. Every policy goes through
-- my_staff(), which is null for anybody without an active staff row in this database, whatever roles the cluster gives them.
do $$
declare
  t record;
begin
  for t in select policyname, tablename from pg_policies where schemaname = 'public' loop
    execute format('drop policy %I on %I', t.policyname, t.tablename);
  end loop;
end $$;

alter table entity enable row level security;
create policy entity_office on entity to satchel_office, satchel_admin
  using ((select my_staff()) is not null) with check ((select my_staff()) is not null);
-- Each part finds its records by an index, and the planner takes each for small, so it joins them and reads no table through. Of "=" alone
-- it would expect an average colleague's share of all records, and of a manager's people ten such shares, so owners are compared as a
-- range, too. Under: a range of paths; LIKE with a value that is not known before would read the whole table.
create policy entity_sales on entity to satchel_sales
  using (entity_owner between (select my_staff()) and (select my_staff())
    or entity_path ~>=~ (select my_path()) and entity_path ~<~ (select rtrim(my_path(), '/') || '0'))
  with check (entity_owner = (select my_staff())
    or entity_path ~>=~ (select my_path()) and entity_path ~<~ (select rtrim(my_path(), '/') || '0'));
create policy entity_manager on entity to satchel_manager
  using (entity_owner = any ((select my_people())::bigint[])
      and entity_owner between (select 0::bigint) and (select 9223372036854775807)
    or entity_path ~>=~ (select my_path()) and entity_path ~<~ (select rtrim(my_path(), '/') || '0'))
  with check (entity_owner = any ((select my_people())::bigint[])
    or entity_path ~>=~ (select my_path()) and entity_path ~<~ (select rtrim(my_path(), '/') || '0'));
-- goods are for everybody to sell; as a range, since of "=" with a type not known before the planner expects many records
create policy entity_goods on entity for select to satchel_sales, satchel_manager
  using (entity_type between (select entity_type_id from entity_type where entity_type_hid = 'product' and my_staff() is not null)
    and (select entity_type_id from entity_type where entity_type_hid = 'product'));
-- nothing is put below a record that one does not see: where it stood, and what it is called, would come out in the refusal
create policy entity_below on entity as restrictive for insert to satchel_sales, satchel_manager
  with check (entity_parent is null or entity_seen(entity_parent));
create policy entity_moved_below on entity as restrictive for update to satchel_sales, satchel_manager
  using (true) with check (entity_parent is null or entity_seen(entity_parent));
-- nor is a record given to somebody whom one does not see: colleagues are read once for all records of a statement, others one by one
create policy entity_given on entity as restrictive for insert
  with check (entity_owner is null or entity_owner = (select my_staff()) or entity_owner = any ((select seen_staff())::bigint[])
    or entity_seen(entity_owner));
create policy entity_read on entity for select to satchel_support, satchel_marketing, satchel_analyst
  using ((select my_staff()) is not null);

do $$
declare
  t record;
begin
  for t in select source, min(key::text) as key, min(rights) as rights from record_tables() where part <> 'end' group by source loop
    execute format('alter table %I enable row level security', t.source);
    if t.rights <> 'record' then
      perform own_policies(t.source, t.key, t.rights);
      continue;
    end if;
    execute format('create policy %I on %I to satchel_office, satchel_admin, satchel_support, satchel_marketing, satchel_analyst '
      'using ((select my_staff()) is not null) with check ((select my_staff()) is not null)', t.source || '_office', t.source);
    -- a row follows its record: visible when that is; the check asks through a volatile function, which sees new rows. So does what
    -- "returning" reads, for records that this transaction makes: one of the statement under way is not in its snapshot
    continue when t.source in ('relationship', 'person_private');
    execute format('create policy %I on %I to satchel_sales, satchel_manager '
      'using (exists (select from entity where entity_id = %3$I) or %3$I >= (select first_made()) and entity_seen(%3$I)) '
        'with check (entity_seen(%3$I))',
      t.source || '_sales', t.source, t.key);
  end loop;
end $$;
-- a record of a type of one's own that is not everybody's is no more seen in entity than in its own table
do $$
begin
  if exists (select from record_tables() where part = 'subtype' and rights in ('owner', 'office')) then
    create policy entity_own_type on entity as restrictive
      to satchel_sales, satchel_manager, satchel_support, satchel_marketing, satchel_analyst
      using (entity_type <> all ((select own_types('{office}'))::bigint[])
        and (entity_type <> all ((select own_types('{owner}'))::bigint[]) or entity_owner = any ((select my_people())::bigint[])));
  end if;
  if exists (select from record_tables() where part = 'subtype' and rights = 'everybody') then
    create policy entity_own_goods on entity for select to satchel_sales, satchel_manager
      using (entity_type = any ((select own_types('{everybody}'))::bigint[]) and (select my_staff()) is not null);
  end if;
end $$;
-- seen from either end; made by who sees both
create policy relationship_sales on relationship to satchel_sales, satchel_manager
  using (exists (select from entity where entity_id = relationship_left)
    or exists (select from entity where entity_id = relationship_right))
  with check (entity_seen(relationship_left) and entity_seen(relationship_right));
-- support moves the tickets that it has, and those that nobody has
create policy development_tracking_support on development_tracking as restrictive for insert to satchel_support
  with check (exists (select from ticket join entity on entity_id = ticket_id
    where ticket_id = development_tracking_entity and (entity_owner is null or entity_owner = (select my_staff()))));
alter table duplicate enable row level security;
create policy duplicate_office on duplicate to satchel_office, satchel_admin
  using ((select my_staff()) is not null) with check ((select my_staff()) is not null);

-- a person acting on their own record, and nothing else; the record is named by a table that only definer functions write
do $$
declare
  t record;
begin
  for t in select 'entity' as source, 'entity_id' as key union all select source, key from record_tables() where is_own loop
    execute format('create policy %I on %I to satchel_subject '
      'using (%I = (select acting_subject())) with check (%I = (select acting_subject()))', t.source || '_subject', t.source, t.key, t.key);
  end loop;
end $$;

-- a private note is for whom it was written by
create policy activity_private on activity as restrictive
  using (not activity_private or (activity_staff = (select my_staff()) or activity_creator = (select acting_role()))
    -- a letter that another colleague looks at before it is sent; setting it hides one's own notes from oneself
    and (select coalesce(current_setting('satchel.unread', true), '')) <> 'private');
-- its files and who took part, too
create policy attachment_private on attachment as restrictive
  to satchel_office, satchel_admin, satchel_manager, satchel_sales, satchel_support
  using (attachment_activity is null or exists (select from activity where activity_id = attachment_activity));
-- a file of a field is seen by whoever sees a row that holds it, and by nobody else; it comes, changes and goes with that field
do $$
begin
  execute format('create policy attachment_of_field on attachment for select to %s '
    'using (attachment_field is not null and file_seen(attachment_field, attachment_id))', staff_groups());
end $$;
create policy attachment_field on attachment as restrictive
  using (attachment_field is null or file_seen(attachment_field, attachment_id));
create policy attachment_field_made on attachment as restrictive for insert with check (attachment_field is null);
create policy attachment_field_ends on attachment as restrictive for delete using (attachment_field is null);
-- these read no activities, and files of fields alone
create policy attachment_field_only on attachment as restrictive to satchel_marketing, satchel_analyst, satchel_auditor
  using (attachment_field is not null);
create policy participant_private on participant as restrictive
  using (exists (select from activity where activity_id = participant_activity));

do $$
declare
  t record;
begin
  for t in select * from (values ('packet'), ('change'), ('reply')) v (source) loop
    execute format('alter table %I enable row level security', t.source);
    execute format('create policy %I on %I to satchel_office, satchel_admin, satchel_auditor using ((select my_staff()) is not null)',
      t.source || '_office', t.source);
  end loop;
end $$;

-- tables with people's values, or about them, are closed to a group role without an active staff row, too
do $$
declare
  t record;
begin
  for t in select * from (values ('audit'), ('audit_content'), ('item'), ('import_run'), ('inquiry'), ('inquiry_answer'), ('item_file'),
    ('form_request'), ('record_merge'), ('private_read')) v (source) loop
    execute format('alter table %I enable row level security', t.source);
    execute format('create policy %I on %I to satchel_office, satchel_admin, satchel_auditor using ((select my_staff()) is not null)',
      t.source || '_office', t.source);
  end loop;
end $$;
-- where a table's own rule is narrower than "the office reads everything", so is what was noted down of its rows
create policy audit_content_private on audit_content as restrictive using (exists (select from audit where audit_id = audit_content_id
  and (audit_table not in ('activity', 'attachment', 'participant', 'person_private', 'query') or history_open(audit_table, audit_row))));
create policy change_private on change as restrictive
  using (change_table is distinct from 'activity' or change_row is null or activity_open(change_row));
-- a salesperson sees the files that they loaded themselves
alter table load_run enable row level security;
create policy load_run_office on load_run to satchel_office, satchel_admin, satchel_auditor using ((select my_staff()) is not null);
create policy load_run_own on load_run to satchel_sales, satchel_manager
  using ((select my_staff()) is not null and load_run_by = (select acting_role()));
alter table load_key enable row level security;
create policy load_key_office on load_key to satchel_office, satchel_admin, satchel_auditor using ((select my_staff()) is not null);
create policy load_key_own on load_key to satchel_sales, satchel_manager
  using ((select my_staff()) is not null and load_key_by = (select acting_role()));
alter table consent enable row level security;
create policy consent_office on consent to satchel_office, satchel_admin
  using ((select my_staff()) is not null) with check ((select my_staff()) is not null);
create policy consent_read on consent for select to satchel_marketing using ((select my_staff()) is not null);

-- shipped queries are read by everybody and changed by nobody: others run them under their own roles
alter table query enable row level security;
do $$
begin
  execute format('create policy query_read on query for select to %s using (query_shipped)', staff_groups());
  -- and what they keep themselves
  execute format('create policy query_kept on query for select to %s using (not query_shipped and query_owner = (select acting_role()))',
    staff_groups());
end $$;
create policy query_own on query to satchel_office, satchel_admin
  using (not query_shipped and query_owner = (select acting_role()))
  with check (not query_shipped and query_owner = (select acting_role()));

-- a table is hidden from who may not read it: a generic interface offers the others
alter table meta_tables enable row level security;
create policy meta_tables_read on meta_tables for select using (meta_tables_value <> '1 where unread' or table_unread(meta_tables_table));
