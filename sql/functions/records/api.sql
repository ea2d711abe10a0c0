-- Records of every type: what may be said of them.

create or replace function record_fields(p_type text) returns table (
  type text, field text, label text, kind text, domain text, choices text[], refers name, required boolean, may_read boolean,
  may_write boolean, source name, attribute name, sort integer)
language sql stable security invoker set search_path = public, pg_temp
as $$
  select entity_type_hid, f.* from entity_type, lateral table_fields(entity_type_table) f where entity_type_hid = record_type(p_type)
  order by f.sort
$$;
comment on function record_fields(text) is $$The fields of a type of record, as the caller may read and write them
@query records/fields @call recordFields @param type person, organisation, deal ... @column type checked @column field checked
@column label checked @column kind checked @column domain null @column choices null @column refers null @column required checked
@column may_read checked @column may_write checked @column source checked @column attribute checked @column sort checked$$;
