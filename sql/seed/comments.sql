-- Comments are the labels of interfaces: a column without one of its own gets its name in words.
do $$
declare
  c record;
begin
  for c in
    select cl.relname as source, a.attname as field,
      initcap(left(w, 1)) || substr(w, 2) as words
    from pg_class cl join pg_attribute a on a.attrelid = cl.oid and a.attnum > 0 and not a.attisdropped,
      lateral (select case a.attname when cl.relname || '_id' then 'number' when cl.relname || '_hid' then 'human id'
        else replace(substr(a.attname, length(cl.relname) + 2), '_', ' ') end as w) x
    where cl.relnamespace = 'public'::regnamespace and cl.relkind = 'r' and col_description(cl.oid, a.attnum) is null
  loop
    execute format('comment on column %I.%I is %L', c.source, c.field, c.words);
  end loop;
end $$;
