-- What a file of any type says against what is current, asked of the office as of people's files (load_ask). A row that is no record has no
-- slot by itself: of it, and of the owner and the place of a record, what differs is kept.

create or replace function file_ask(p_type text, p_page file_row[]) returns jsonb
language plpgsql volatile security invoker set search_path = public, pg_temp
as $$
declare
  about record;
  shown text;
  said jsonb;
  asked jsonb;
begin
  select * into about from file_types() t where t.type = p_type;
  if about.part <> 'subtype' or not exists (select from unnest(p_page) r where r.kept <> '{}') then
    return '{}';
  end if;
  -- as a form writes it: column_text gives a column of the only row that is there, which is the file's
  select string_agg(format('(%L, %L, %s)', f.field, f.attribute, column_text(f.source, f.attribute,
    coalesce(f.domain, reference_domain(f.source, f.attribute)), form_type_of(f.kind))), ', ') into shown
  from file_fields(p_type) f where f.source = about.source and f.attribute <> about.source || '_hid' and exists (
    select from unnest(p_page) r where f.field = any (r.kept));
  if shown is null then
    return '{}';
  end if;
  execute format('select jsonb_agg(jsonb_build_object(''line'', r.line, ''entity'', r.id, ''field'', w.field, ''column'', w."column",
      ''wanted'', w.wanted)) from unnest($1) r cross join lateral (
      select w.* from jsonb_populate_record(null::%I, r.given) n cross join lateral (values %s) w (field, "column", wanted)) w
    where r.id is not null and w.field = any (r.kept) and w.wanted is not null', about.source, shown) into said using p_page;
  if said is null then
    return '{}';
  end if;
  select coalesce(jsonb_object_agg(a.line, a.fields), '{}') into asked
  from (select a.line, jsonb_agg(a.field) as fields from load_ask(said, about.source::text) a group by a.line) a;
  return asked;
end $$;
comment on function file_ask(text, file_row[]) is
  'Asks the office about what rows of a page say against their records: {line: fields that wait for it}';
