-- Where a held statement stands: for a person who looks at it, and for a record that may have come to meet it.

create or replace function merge_standing(p_statements merge_statement[], p_one merge_statement, p_shown jsonb, p_now jsonb,
  p_tables jsonb, out place text, out t jsonb)
language plpgsql immutable
as $$
declare
  at record;
begin
  if p_one.slot not like 'row/%' then
    place := case when p_now ? p_one.slot then p_one.slot end;
  else
    select * into at from merge_row(p_statements, merge_held(p_statements, p_shown), p_one.slot, p_one.believed, p_one.said, p_shown, p_now,
      merge_keys(p_now, p_tables), p_tables);
    -- another row may hold the wanted value already; else the row as it was believed, or the same one as it is now
    place := case
      when p_now -> at.meets = p_one.said and (at.t = 'null' or at.standing is not null and not at.free) then at.meets
      else coalesce(at.standing, at.stood, at.meets) end;
  end if;
  t := coalesce(p_now -> place, 'null');
end $$;
comment on function merge_standing(merge_statement[], merge_statement, jsonb, jsonb, jsonb) is
  'Place of a held statement, and what stands there';
