-- The catalog of fields: what may be written of a record, read from PostgreSQL itself. Commands, forms, lists, files and searches read it,
-- so that a new column needs no further line anywhere.

create or replace function table_fields(p_table name) returns table (
  field text, label text, kind text, domain text, choices text[], refers name, required boolean, may_read boolean, may_write boolean,
  source name, attribute name, sort integer)
language sql stable security invoker set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
as $$
  select case attname when 'person_given' then 'given-name' when 'person_family' then 'family-name' when p_table || '_hid' then 'id'
      else coalesce(case when meta.word is not null then case when exists (select from pg_attribute c where c.attrelid = a.attrelid
        and c.attnum <> a.attnum and c.attname = p_table || '_' || replace(meta.word, '-', '_')) then 'own-' else '' end || meta.word end,
      replace(substr(attname, length(p_table) + case when own_in_shipped then 6 else 2 end), '_', '-')) end,
    -- as field_label() has it, which would be asked for each column
    coalesce(meta.own_label, meta.shipped_label, col_description(attrelid, attnum), attname),
    case when meta.kind is not null then meta.kind when meta.domain is not null or listed.choices is not null then 'choice'
      when is_subtype(refers) or refers = 'entity' then 'record'
      when refers is not null then refers::text
      when atttypid = 'numeric'::regtype then case when attname like '%\_amount' or exists (
          select from pg_attribute c where c.attrelid = a.attrelid and c.attname = p_table || '_currency') then 'money' else 'number' end
      when atttypid in ('smallint'::regtype, 'integer'::regtype, 'bigint'::regtype) then 'integer'
      when atttypid = 'timestamptz'::regtype then 'time'
      when atttypid in ('date'::regtype, 'boolean'::regtype)
        then atttypid::regtype::text
      when atttypid = 'bytea'::regtype then 'file' when meta.widget = 'area' then 'long-text' else 'text' end,
    meta.domain, case when meta.domain is not null then array(select lookup_value from lookup
        where lookup_domain = meta.domain and lookup_active order by lookup_sort, lookup_id) else listed.choices end,
    refers, attnotnull and not atthasdef and attname not in (p_table || '_id', p_table || '_hid')
      and not coalesce(meta.widget = 'readonly', false),
    has_column_privilege(attrelid, attnum, 'select'),
    has_column_privilege(attrelid, attnum, 'insert') and not coalesce(meta.widget = 'readonly', false), p_table, attname, attnum::integer
  from pg_attribute a
  -- the owner of a record is a colleague
  left join lateral (select case when attname = 'entity_owner' then 'staff' else confrelid::regclass::text end::name as refers
    from pg_constraint where contype = 'f' and conrelid = a.attrelid and conkey = array[a.attnum]) r on true
  cross join lateral (select max(meta_fields_value) filter (where meta_fields_attribute = 'domain') as domain,
      max(meta_fields_value) filter (where meta_fields_attribute = 'widget') as widget,
      -- what the column's type does not say: email, phone, web, place, money, file; and how people call a field that was renamed
      max(meta_fields_value) filter (where meta_fields_attribute = 'kind') as kind,
      max(meta_fields_value) filter (where meta_fields_attribute = 'word') as word,
      max(meta_fields_value) filter (where meta_fields_attribute = 'own-label-' || reader_language()) as own_label,
      max(meta_fields_value) filter (where meta_fields_attribute = 'label-' || reader_language()) as shipped_label
    from meta_fields where meta_fields_table = p_table and meta_fields_field = a.attname) meta
  -- a field of one's own goes by its word, unless a later release has a field of that word: then by own-WORD
  cross join lateral (select attname like p_table || '\_own\_%' and not exists (select from pg_attribute c where c.attrelid = a.attrelid
    and c.attname = p_table || substr(a.attname, length(p_table) + 5)) as own_in_shipped) o
  -- a check that lists words is a list of choices; a choice of one's own has a list of lookup
  left join lateral (select array(
      select (regexp_matches(substring(pg_get_constraintdef(oid) from 'ARRAY\[(.*)\]'), '''([^'']+)''', 'g'))[1]) as choices
    from pg_constraint where not is_own(a.attname) and contype = 'c' and conrelid = a.attrelid and conkey = array[a.attnum]
      and pg_get_constraintdef(oid) ~ '= ANY' limit 1) listed on true
  where attrelid = to_regclass(format('public.%I', p_table)) and attnum > 0 and not attisdropped and attname <> p_table || '_id'
  order by attnum
$$;
comment on function table_fields(name) is
  'The columns of a table as fields: name in commands, label, kind (text, long-text, integer, number, money, date, time, boolean, choice, '
    'email, phone, web, place, record, file, or the table it refers to), lookup domain, choices, the table of a reference, '
    'and what the caller may do';
