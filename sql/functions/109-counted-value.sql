-- What a statement says once a person put it right, and the values that stand beside their report.

create or replace function counted_value(p_one change) returns jsonb
language sql stable security definer set search_path = public, pg_temp
as $$
  -- What a person put right once counts for everything of the packet that says the same again, in the same words.
  select case
    when p_one.change_slot like 'report/%' and not is_part(p_one.change_slot) then coalesce(p_one.change_mended, p_one.change_new) || coalesce((
      select jsonb_object_agg(split_part(part.change_slot, '/', 3), known.change_mended) from change part
      join change known on known.change_packet = part.change_packet and known.change_slot = part.change_slot
        and known.change_new = part.change_new and known.change_decision = 'accepted'
      where part.change_packet = p_one.change_packet and part.change_reply = p_one.change_reply and part.change_slot like p_one.change_slot || '/%'), '{}')
    when p_one.change_mended is not null or p_one.change_doubt is null then coalesce(p_one.change_mended, p_one.change_new)
    else coalesce((select known.change_mended from change known where known.change_packet = p_one.change_packet and known.change_slot = p_one.change_slot
      and known.change_new = p_one.change_new and known.change_decision = 'accepted' and known.change_mended is not null limit 1), p_one.change_new) end
$$;
comment on function counted_value(change) is 'The value that counts of a statement: as it was given, or as it was put right';

create or replace function is_part(p_slot text) returns boolean
language sql immutable
as $$ select p_slot like 'report/%/%' $$;
comment on function is_part(text) is 'Whether a slot is one value of a report that does not fit, beside the report: report/DRAFT/NAME';

create or replace function doubt_open(p_one change) returns boolean
language sql stable security definer set search_path = public, pg_temp
as $$
  select p_one.change_doubt is not null and p_one.change_decision is null and not exists (select from change known
    where known.change_packet = p_one.change_packet and known.change_slot = p_one.change_slot and known.change_new = p_one.change_new
      and known.change_decision = 'accepted')
$$;
comment on function doubt_open(change) is 'Whether a value that does not fit waits for a person still: it is no statement that the merge rule could judge';

create or replace function part_row(p_packet bigint, p_slot text) returns bigint
language sql stable security definer set search_path = public, pg_temp
as $$ select max(change_row) from change where change_packet = p_packet and change_slot = regexp_replace(p_slot, '/[^/]+$', '') $$;
comment on function part_row(bigint, text) is 'The row that the report made to which a value belongs; null where it made none';
