-- Takes the rows away that migrations begin with, before a backup's own come in. Which migrations ran is kept.
do $$
begin
  execute 'truncate ' || (select string_agg(format('public.%I', relname), ', ') from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> 'migration');
end $$;
