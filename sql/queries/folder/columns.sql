-- @name folder/columns
-- @call columnsOf
-- @about The columns of these tables with their labels, and the table that each refers to.
-- @param tables text[]
-- @returns many
-- @column source name not-null
-- @column name name not-null
-- @column label text checked
-- @column refers text null The table of a reference; entity for every type of record
select relname as source, attname as name, field_label(relname, attname) as label,
  case when confrelid in (select to_regclass(entity_type_table) from entity_type) then 'entity' else confrelid::regclass::text end as refers
from pg_class join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped
left join pg_constraint on conrelid = attrelid and contype = 'f' and conkey = array[attnum]
where relnamespace = 'public'::regnamespace and relname = any ($1::text[]) order by relname, attnum
