-- One slot, one row: what merge_plan asks for each statement.

create or replace function three_way_merge(p_believed jsonb, p_now jsonb, p_said jsonb, p_needs text, p_row boolean) returns text
language plpgsql immutable
as $$
begin
  -- lines 4 to 8 of the merge table, in order
  return case
    when p_said = p_believed then 'untouched'
    when p_said = p_now then 'same'
    when p_needs is not null then 'held ' || p_needs
    when p_now = p_believed then 'applied'
    when p_now = 'null' and p_row then 'held row-gone'
    else 'held changed-meanwhile' end;
end $$;
comment on function three_way_merge(jsonb, jsonb, jsonb, text, boolean) is
  'The merge rule for one slot, on normal values: E, T, M and what makes a person necessary, if anything. Gives untouched, '
    'same, applied, or held REASON';

create or replace function merge_held(p_statements merge_statement[], p_shown jsonb) returns jsonb
language sql immutable
as $$
  -- the base of each row slot of a packet: the value that its sender last got in or knew, else the one that the packet showed
  select coalesce((select jsonb_object_agg(key, value) from jsonb_each(p_shown) where key like 'row/%'), '{}')
    || coalesce((select jsonb_object_agg(s.slot, case when s.outcome in ('applied', 'same') then s.said else s.believed end)
      from unnest(p_statements) s where s.taken and s.slot like 'row/%'), '{}')
$$;
comment on function merge_held(merge_statement[], jsonb) is 'Row slots of a packet and the value that each stands for';

create or replace function merge_row(
  p_statements merge_statement[], p_held jsonb, p_slot text, p_believed jsonb, p_said jsonb, p_shown jsonb,
  p_now jsonb, p_keys jsonb, p_tables jsonb,
  out standing text, out stood text, out free boolean, out meets text, out t jsonb)
language plpgsql immutable
as $$
declare
  collection text := split_part(p_slot, '/', 2);
  natural_table name := (p_tables ->> collection)::name;
  -- a table without a natural key: its rows are their numbers, and another that says the same is another
  is_numbered boolean := coalesce(nullif(p_believed, 'null'), nullif(p_said, 'null')) is not null
    and row_key(natural_table, coalesce(nullif(p_believed, 'null'), p_said)) is null;
  known text;
begin
  -- Rows are what they say: a slot's row is the one that holds what its sender believes of it, whatever its number.
  -- standing: that row. stood: the row that it was, where that holds something else now. free: it may go when this slot goes on, for it
  -- came with this packet and no other slot of it says the same. meets: another row that is what the sender wants. t: what stands.
  free := false;
  if p_believed <> 'null' then
    select s.place into known from unnest(p_statements) s
    where s.slot = p_slot and s.place is not null order by s.taken desc, s.id desc limit 1;
    standing := case when p_now -> p_slot = p_believed then p_slot when is_numbered then known
      else p_keys ->> (collection || '|' || row_key(natural_table, p_believed)) end;
    if p_now -> standing is distinct from p_believed then
      standing := null;
    end if;
  elsif is_numbered and p_now -> p_slot = 'null' then
    -- it is there, and holds nothing yet
    standing := p_slot;
  end if;
  if standing is not null then
    t := p_believed;
    free := (p_shown ? standing or exists (select from unnest(p_statements) s where s.place = standing and s.made))
      and (is_numbered or not exists (select from jsonb_each(p_held) other where other.key <> p_slot and other.value = p_believed
        and split_part(other.key, '/', 2) = collection));
  elsif p_believed <> 'null' or is_numbered and p_now ? p_slot then
    -- somebody changed the row that it was, or took it away; or a record was made for it that its sender does not know of
    stood := case when p_now ? p_slot then p_slot when p_now ? known then known end;
    t := p_now -> stood;
  end if;
  t := coalesce(t, 'null');
  if p_said <> 'null' then
    meets := p_keys ->> (collection || '|' || row_key(natural_table, p_said));
    if meets = standing then
      meets := null;
    end if;
  end if;
end $$;
comment on function merge_row(merge_statement[], jsonb, text, jsonb, jsonb, jsonb, jsonb, jsonb, jsonb) is
  'Where a row slot of a packet stands: the row that it is, whether it may go, and the row that it wants to be';
