-- Rights on the rows of a table of one's own, by a named pattern. The pattern "record" is that of every shipped table and needs
-- nothing here.

create or replace function own_policies(p_table name, p_key name, p_rights text) returns void
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
begin
  execute format('create policy %I on %I to satchel_office, satchel_admin using ((select my_staff()) is not null) '
    'with check ((select my_staff()) is not null)', p_table || '_office', p_table);
  if p_rights = 'everybody' then
    execute format('create policy %I on %I for select to %s using ((select my_staff()) is not null)', p_table || '_read', p_table,
      staff_groups());
  elsif p_rights = 'owner' then
    -- as row-security.sql has it for records: the check asks through a volatile function, which sees new rows
    execute format('create policy %I on %I to satchel_sales, satchel_manager '
      'using (exists (select from entity where entity_id = %3$I and entity_owner = any ((select my_people())::bigint[])) '
      'or %3$I >= (select first_made()) and entity_mine(%3$I)) with check (entity_mine(%3$I))', p_table || '_mine', p_table, p_key);
  end if;
end $$;
comment on function own_policies(name, name, text) is
  'Row security of a table of one''s own: for the owner of the record and who leads them (owner), the office alone, or everybody to read';

create or replace function entity_mine(p_entity bigint) returns boolean
language sql volatile security definer set search_path = public, pg_temp
as $$
  select exists (select from entity where entity_id = p_entity and (entity_owner = my_staff() or entity_owner = any (my_people())))
$$;
comment on function entity_mine(bigint) is 'Whether a record is owned by the acting colleague, or by those under them';

-- made anew on a migrate where there are types of one's own
create or replace function own_types(p_rights text[]) returns bigint[]
language sql stable security invoker set search_path = public, pg_temp
as $$
  select coalesce(array_agg(entity_type_id), '{}') from record_tables() join entity_type on entity_type_hid = source
  where part = 'subtype' and rights = any (p_rights) and source like 'own\_%'
$$;
comment on function own_types(text[]) is 'Types of records of one''s own with one of the patterns of rights';
