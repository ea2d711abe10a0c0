-- Which table keeps what by trigger. Made anew on every migrate.
do $$
declare
  t record;
begin
  for t in select tgname, tgrelid::regclass as source from pg_trigger join pg_class c on c.oid = tgrelid
    where not tgisinternal and c.relnamespace = 'public'::regnamespace
  loop
    execute format('drop trigger %I on %s', t.tgname, t.source);
  end loop;
end $$;

-- not for a new version or name alone, which every write to a record makes
do $$
begin
  execute format('create trigger a_lock before insert or update of %1$s on entity for each statement execute function entity_place_lock(); '
    'create trigger a_place before insert or update of %1$s on entity for each row execute function entity_place()', (
    select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
    where attrelid = 'entity'::regclass and attnum > 0 and not attisdropped
      and attname not in ('entity_version', 'entity_changed', 'entity_name')));
end $$;
create trigger b_children after update of entity_parent, entity_type on entity for each row
  when (old.entity_path is distinct from new.entity_path or old.entity_level is distinct from new.entity_level
    or old.entity_type <> new.entity_type)
  execute function entity_replace_children();
create trigger c_structure after insert on entity referencing new table as added for each statement execute function entity_check_added();
create constraint trigger c_structure_moved after update of entity_parent, entity_type on entity deferrable for each row
  when (old.entity_path is distinct from new.entity_path or old.entity_level is distinct from new.entity_level
    or old.entity_type <> new.entity_type)
  execute function entity_check();
create trigger z_told after insert or update on entity for each statement execute function entity_told();
-- what pages list beside records
do $$
declare
  source name;
begin
  foreach source in array array['change', 'letter', 'packet', 'import_run', 'inquiry', 'mention']::name[] loop
    execute format('create trigger z_told after insert or update on %I for each statement execute function entity_told()', source);
  end loop;
end $$;
create trigger a_lock before insert or update or delete on entity_rule for each statement execute function entity_rule_lock();
create constraint trigger c_structure after insert or update or delete on entity_rule deferrable for each row
  execute function entity_rule_check();
create constraint trigger c_ends after insert or update on relationship for each row execute function relationship_check();
create trigger a_keep before insert or update on attachment for each row execute function attachment_keep();
create constraint trigger c_held after insert on attachment deferrable initially deferred for each row
  when (new.attachment_field is not null) execute function file_held();
do $$
declare
  t record;
begin
  for t in select source, min(key::text) as key, array_agg(c order by c) as columns
    from (select distinct source, key from record_tables() where part <> 'end') r cross join lateral file_columns(source) c group by source
  loop
    execute format('create trigger b_files before insert or update of %2$s on %1$I for each row when (%3$s) '
      'execute function file_keep(%4$s); '
      'create trigger x_files after delete or update of %2$s on %1$I for each row execute function file_drop(%4$s)', t.source,
      (select string_agg(quote_ident(c), ', ') from unnest(t.columns) c),
      (select string_agg(format('new.%I is not null', c), ' or ') from unnest(t.columns) c),
      (select string_agg(quote_literal(c), ', ') from unnest(t.key || t.columns::text[]) c));
  end loop;
end $$;
do $$
declare
  t record;
begin
  for t in select * from (values ('attachment'), ('participant')) v (source) loop
    execute format('create trigger a_private before update on %1$I for each row '
      'when (old.%1$s_activity is distinct from new.%1$s_activity) '
      'execute function into_private()', t.source);
  end loop;
end $$;
-- before what is made of the kind
do $$
declare
  t record;
begin
  for t in select * from (values ('contact_point'), ('address'), ('activity')) v (source) loop
    execute format('create trigger a_fill before insert on %1$I for each row when (new.%1$s_kind is null) execute function kind_fill()',
      t.source);
  end loop;
end $$;
create trigger a_keep before insert or update on contact_point for each row execute function contact_point_keep();
create trigger m_phones after update of instance_calling_code on instance for each row
  when (old.instance_calling_code is distinct from new.instance_calling_code) execute function calling_code_changed();
create trigger a_keep before insert or update or delete on lookup for each row execute function staff_role_keep();
-- one that waits for its confirmation after a restore is the same
create trigger b_protected before update of staff_protection on staff for each row
  when (coalesce(new.staff_protection, new.staff_protection_restored)
    is distinct from coalesce(old.staff_protection, old.staff_protection_restored)) execute function staff_protected_keep();
create trigger a_keep before insert or update of staff_login on staff for each row execute function staff_keep();
create trigger a_keep before insert or update on activity for each row execute function activity_keep();
create trigger a_keep before insert or update or delete on consent for each row execute function consent_keep();
create constraint trigger c_ended after insert on acting deferrable initially deferred for each row
  when (new.acting_change is not null) execute function acting_ended();
create trigger m_answer after update of letter_status, letter_bounced on letter for each row
  when (new.letter_kind = 'answer'
    and (old.letter_status, old.letter_bounced) is distinct from (new.letter_status, new.letter_bounced)) execute function answer_fate();
create trigger a_step before insert on development_tracking for each row execute function development_step();
create trigger m_ends after insert or delete or update of development_tracking_stage, development_tracking_finished
  on development_tracking
  for each row execute function development_end();
create trigger a_stay before update on development_tracking
  for each row when (old.development_tracking_entity <> new.development_tracking_entity)
  execute function development_stay();
create trigger a_guard before update or delete on audit for each row execute function audit_guard();
create trigger a_guard before update or delete on audit_seal for each row execute function audit_guard();
create trigger a_guard before update or delete on audit_sealed for each row execute function audit_guard();
create trigger a_guard before update on audit_content for each row execute function audit_guard();
create trigger a_keep before insert or update of person_given, person_family, person_born on person
  for each row execute function person_keep();
-- after what fills values in: money and days that a table does not take
do $$
declare
  t record;
begin
  for t in select source from value_tables() loop
    -- of an activity only where something can be wrong: an import writes one for each report
    execute format('create trigger c_values before insert or update on %I for each row %s execute function values_keep()', t.source,
      case t.source when 'activity' then 'when (not (new.activity_status in (''done'', ''cancelled'') '
        'and coalesce(new.activity_start, now()) between ''1900-01-02'' and now() '
        'and coalesce(new.activity_done, now()) <= now() '
        'and coalesce(new.activity_remind, now()) between ''1900-01-02'' and now() + interval ''7200 days'' '
        'and coalesce(new.activity_due, current_date) between ''1900-01-01'' and current_date + 7200))' else '' end);
  end loop;
end $$;
create constraint trigger c_agree after insert or update or delete on deal_line deferrable initially deferred
  for each row execute function deal_agree();
create constraint trigger c_agree after update on deal deferrable initially deferred for each row
  when ((old.deal_amount, old.deal_currency, old.deal_difference)
    is distinct from (new.deal_amount, new.deal_currency, new.deal_difference))
  execute function deal_agree();
do $$
declare
  t record;
begin
  for t in select * from (values ('audit'), ('audit_seal'), ('audit_sealed')) v (source) loop
    execute format('create trigger a_guard_all before truncate on %I for each statement execute function audit_guard()', t.source);
  end loop;
end $$;

do $$
declare
  t record;
begin
  for t in select * from (values ('item', 'item_state'), ('change', 'change_outcome'), ('packet', 'packet_status'),
    ('letter', 'letter_status')) v (source, field) loop
    execute format('create trigger a_state before update of %2$I on %1$I for each row when (old.%2$I is distinct from new.%2$I) '
      'execute function state_transition_keep(%2$L)',
      t.source, t.field);
  end loop;
end $$;

-- explicit nulls take the default of the column; named to fire before the tables' own triggers
do $$
declare
  t record;
begin
  for t in select c.relname as source, string_agg(format('%L, %L', attname, pg_get_expr(adbin, adrelid)), ', ' order by attnum) as fills,
      string_agg(format('new.%I is null', attname), ' or ' order by attnum) as missing
    from pg_class c join pg_attribute on attrelid = c.oid join pg_attrdef on adrelid = c.oid and adnum = attnum
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and attnotnull and attidentity = ''
      and (c.relname in (select source from record_tables())
        or c.relname in ('entity', 'entity_rule', 'consent', 'lookup', 'development_process', 'query', 'duplicate'))
    group by c.relname
  loop
    execute format('create trigger a_default before insert on %I for each row when (%s) execute function default_keep(%s)', t.source,
      t.missing, t.fills);
  end loop;
end $$;

-- nobody points at a row that they do not see; where a policy asks already, the column is left to it
do $$
declare
  t record;
begin
  for t in select c.relname as source, string_agg(format('%L, %L, %L', attname, f.relname, conname), ', ' order by attnum) as keys,
      string_agg(format('new.%I is not null', attname), ' or ' order by attnum) as given
    from pg_constraint join pg_class c on c.oid = conrelid join pg_class f on f.oid = confrelid
    join pg_attribute on attrelid = c.oid and attnum = conkey[1]
    where contype = 'f' and c.relnamespace = 'public'::regnamespace
      and f.relname in (select source from record_tables() union values ('entity'), ('query'))
      -- of a file the trigger b_files asks: none is seen before a field names it
      and f.relname <> 'attachment'
      and c.relname in (select source from record_tables() union values ('entity'))
      and attname not in (select key from record_tables() where part <> 'end')
      and attname not in ('entity_parent', 'entity_merged', 'relationship_right', 'participant_activity', 'attachment_activity')
    group by c.relname
  loop
    -- of a new record the policy entity_given asks
    execute format('create trigger b_reference before %s on %I for each row when (%s) execute function reference_keep(%s)',
      case t.source when 'entity' then 'update' else 'insert or update' end, t.source, t.given, t.keys);
  end loop;
end $$;

-- numbers and stamps of rows, in every table that there is: a login neither chooses nor changes them
do $$
declare
  t record;
begin
  for t in select c.relname as source, attname as key, pg_get_serial_sequence(c.oid::regclass::text, attname) as ids
    from pg_class c join pg_attribute on attrelid = c.oid and attname = relname || '_id'
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and pg_get_serial_sequence(c.oid::regclass::text, attname) is not null
  loop
    execute format('create trigger a_id before insert on %I for each row when '
      '(not pg_has_role(current_user, ''satchel_owner'', ''member'')) '
      'execute function key_draw(%L, %L)', t.source, t.key, t.ids);
  end loop;
  for t in select source, string_agg(quote_ident(field), ', ' order by field) as fields,
      string_agg(format('old.%1$I is distinct from new.%1$I', field), ' or ' order by field) as differs
    from kept_columns() where refused group by source
  loop
    execute format('create trigger a_stamps before update of %s on %I for each row when '
      '((%s) and not pg_has_role(current_user, ''satchel_owner'', ''member'')) '
      'execute function stamp_refuse(%L)', t.fields, t.source, t.differs, t.fields);
  end loop;
end $$;

-- the supertype row is made first and kept in step
do $$
declare
  t record;
begin
  for t in select source from record_tables() where part = 'subtype' loop
    execute format('create trigger a_make before insert on %I for each row execute function entity_make()', t.source);
  end loop;
  for t in select source, key from record_tables() where part <> 'end'
    union all select * from (values ('entity', 'entity_id'), ('consent', 'consent_entity'), ('lookup', ''), ('form', ''), ('query', ''),
      ('entity_type', ''), ('entity_rule', ''), ('relationship_type', ''), ('duplicate', ''), ('duplicate_rule', ''),
      ('development_process', ''), ('development_stage', '')) v (source, key)
  loop
    -- of an update the rows before and after, of the others the rows alone
    execute format('create trigger z_added after insert on %1$I referencing new table as written for each statement '
      'execute function rows_written(%2$s); '
      'create trigger z_changed after update on %1$I referencing old table as was new table as written for each statement '
      'execute function rows_written(%2$s); '
      'create trigger z_removed after delete on %1$I referencing old table as was for each statement '
      'execute function rows_written(%2$s)',
      t.source, concat_ws(', ', quote_literal(t.key),
        quote_literal(array(select meta_fields_field from meta_fields
          where meta_fields_table = t.source and meta_fields_attribute = 'domain' order by 1)),
        quote_literal(is_subtype(t.source)),
        (select string_agg(quote_literal(r.key), ', ') from record_tables() r where r.source = t.source)));
  end loop;
end $$;

-- no reply writes what it did not state
do $$
declare
  t record;
begin
  for t in select source, key from record_tables() where part <> 'end' loop
    execute format('create trigger y_stated_added after insert on %I referencing new table as written for each statement '
      'execute function stated_keep(%L)', t.source, t.key);
    execute format('create trigger y_stated_changed after update on %I referencing old table as was new table as written '
      'for each statement execute function stated_keep(%L)', t.source, t.key);
    execute format('create trigger y_stated_removed after delete on %I referencing old table as was for each statement '
      'execute function stated_keep(%L)', t.source, t.key);
  end loop;
end $$;

-- who is mentioned in a note gets a task
do $$
declare
  t record;
begin
  for t in select source, key, array_agg(attname::text order by attnum) as columns
    from record_tables() join pg_attribute on attrelid = source::text::regclass and attnum > 0 and not attisdropped
    where part = 'subtype' and attname in (source || '_note', source || '_description') and atttypid = 'text'::regtype
    group by source, key
    union all select 'activity', 'activity_entity', '{activity_subject,activity_body}'
  loop
    execute format('create trigger z_mentions after insert or update of %2$s on %1$I for each row when (concat(%3$s) like %4$L) '
      'execute function note_mentions(%5$s)', t.source, (select string_agg(quote_ident(c), ', ') from unnest(t.columns) c),
      (select string_agg('new.' || quote_ident(c), ', ') from unnest(t.columns) c), '%@%',
      (select string_agg(quote_literal(c), ', ') from unnest(t.key::text || t.columns) c));
  end loop;
end $$;

-- a person's own form reaches nobody else
create trigger a_refuse before insert or update on packet_record for each row execute function related_refuse();

-- an answer of a person's own form becomes a row of consent
create trigger a_answer instead of update on own_consent for each row execute function own_consent_write();

-- values of fields of one's own that a check cannot ask about
do $$
declare
  t record;
begin
  for t in select source, string_agg(format('%L, %L', field, kind), ', ' order by field) as kept
    from (select distinct source from record_tables() where part <> 'end') r cross join lateral own_kept_kinds(source) group by source loop
    execute format('create trigger c_own_values before insert or update on %I for each row execute function own_values_keep(%s)',
      t.source, t.kept);
  end loop;
end $$;
