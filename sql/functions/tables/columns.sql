-- How a column of a row is written to a file.

create or replace function export_column(p_kind text, p_domain text, p_refers name, p_attribute name) returns text
language sql immutable set search_path = public, pg_temp
as $$
  -- SQL for a column of the row t, or of its record e, as a file has it
  select case
    when p_domain is not null then format('lookup_value(%s)', c)
    -- by name and size; a cell holds no bytes
    when p_kind = 'file' then
      format('(select file_words(attachment_filename, attachment_size) from attachment where attachment_id = %s)', c)
    -- $2: names of the records that a page names, see file_names
    when p_kind = 'record' then format('$2 -> %s::text ->> %L', c, case p_refers when 'entity' then 'typed' else 'hid' end)
    when p_refers = 'activity' then format('%s::text', c)
    when p_refers is not null then format('(select %I from %I where %I = %s)', p_refers || '_hid', p_refers, p_refers || '_id', c)
    when p_kind = 'date' then format('to_char(%s, ''YYYY-MM-DD'')', c)
    when p_kind = 'time' then format('regexp_replace(to_char(%s at time zone ''UTC'', ''YYYY-MM-DD"T"HH24:MI:SS.US''), '
      '''\.?0+$'', '''') || ''Z''', c)
    when p_kind = 'boolean' then format('case when %1$s then ''yes'' when not %1$s then ''no'' end', c)
    when p_kind in ('number', 'money') then format('trim_scale(%s)::text', c)
    else format('%s::text', c) end
  from (select format(case when p_attribute like 'entity\_%' then 'e.%I' else 't.%I' end, p_attribute) as c) named
$$;
comment on function export_column(text, text, name, name) is 'SQL for a column as files have it: words for numbers of lists and records';

