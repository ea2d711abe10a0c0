-- The merge rule for the statements of a whole wave, where each slot speaks for itself: the first reply to a packet, and rows of which
-- no other says the same. Everything else goes through merge_plan, the rule as a whole; both ask three_way_merge for the verdict.

create or replace function wave_standing(p_replies batch_reply[]) returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare
  of_form record;
  standing jsonb := '{}';
begin
  for of_form in select form, array_agg(entity) as entities from unnest(p_replies)
    where outcome = 'new' and is_first group by form loop
    standing := standing || jsonb_build_object(of_form.form::text, read_slots_of(of_form.form, of_form.entities));
    if has_related(array[of_form.form]) then
      standing := standing || jsonb_build_object('related', coalesce(standing -> 'related', '{}') || (
        select jsonb_object_agg(packet, related_slots(packet)) from unnest(p_replies)
        where outcome = 'new' and is_first and form = of_form.form));
    end if;
  end loop;
  return standing;
end $$;
comment on function wave_standing(batch_reply[]) is
  'What stands in the slots of the records of a wave: {form: {record: slots}}, and of other records: {related: {packet: slots}}';

create or replace function merge_wave(p_replies batch_reply[], p_stated batch_statement[], p_standing jsonb) returns batch_statement[]
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  result batch_statement[];
begin
  with types as materialized (
    select form, form_types(form) as types
    from (select distinct form from unnest(p_replies) where outcome = 'new') f),
  kinds as materialized (select * from slot_kinds(array(select form from types))),
  -- what each reply says of rows, gathered once: each of them is compared with the others
  stated_rows as materialized (
    select place, jsonb_object_agg(slot, said) as mates from unnest(p_stated)
    where counts and fault is null and slot like 'row/%' group by place),
  merged as materialized (
    select s.place, s.turn, s.slot, s.value, s.fault, s.said, s.shown, s.shown_raw, r.reason as held, n.stands_raw, v.verdict,
      -- a reply outside of the order, a packet with a history, a row that somebody changed or of which another one says the same
      not r.is_first or reply_apart(r.reason) is true or r.kind = 'edit' or k.moves and (n.stands <> k.believed or m.is_met) as is_entangled
    from unnest(p_replies) r join unnest(p_stated) s on s.place = r.place and s.counts
    join types on types.form = r.form join lateral (select * from packet where packet_id = r.packet offset 0) packet on true
    left join kinds on of_form = r.form and of_kind = slot_kind(s.slot) left join stated_rows on stated_rows.place = r.place
    cross join lateral (select s.slot like 'row/%' as is_row, 'row/' || split_part(s.slot, '/', 2) || '/%' as alike,
      coalesce(s.shown, 'null') as believed,
      s.slot like 'row/%' and s.fault is null and s.said <> coalesce(s.shown, 'null') as moves,
      case when p_standing ? 'related'
        then (p_standing -> r.form::text -> r.entity::text) || coalesce(p_standing -> 'related' -> r.packet::text, '{}')
        else p_standing -> r.form::text -> r.entity::text end as slots offset 0) k
    cross join lateral (select slots -> s.slot as stands_raw,
      -- mostly as the packet showed it, which has its normal form already
      case when slots -> s.slot = s.shown_raw then k.believed else normal_slot(types, s.slot, slots -> s.slot) end as stands offset 0) n
    cross join lateral (select k.moves and exists (
      -- of the other rows, as they stand and as they were shown, and of what the reply says of them
      select from (
        select normal_slot(types, key, one) as other from jsonb_each(slots) e (key, one) where key like alike and key <> s.slot
        union all
        select normal_slot(types, key, one) from jsonb_each(packet_snapshot) e (key, one)
        where key like alike and key <> s.slot and one is distinct from slots -> key
        union all
        select one from jsonb_each(mates) e (key, one) where key like alike and key <> s.slot) others
      where other = k.believed or row_key(source, other) = row_key(source, s.said)) as is_met offset 0) m
    cross join lateral (select case when s.fault is null then three_way_merge(k.believed, n.stands, s.said, coalesce(r.reason,
      case when not r.access then 'access-lost' end, case when is_related then related_need(r.packet, s.slot) end,
      case when needs_strong and r.evidence <> 'strong' then 'weak-evidence'
        when needs_review then 'needs-review' end), k.is_row) end as verdict offset 0) v
    where r.outcome = 'new')
  select array_agg(row(place, turn, slot, value, fault, said, shown, shown_raw, false, true,
    case when decided is not null and write_verb is distinct from 'insert' then stands_raw end,
    coalesce(split_part(decided, ' ', 1), case when held = 'revoked' or fault not like 'held %' then 'refused' else 'superseded' end),
    case when decided is not null then nullif(split_part(decided, ' ', 2), '') when held = 'revoked' then 'revoked'
      when fault not like 'held %' then fault else 'older-than-a-later-reply' end,
    write_verb, nextval('change_change_id_seq'))::batch_statement)
  into result
  -- put in order before their numbers are drawn: a list of held changes goes by them, a report before its values
  from (select *, case when not bool_or(is_entangled) over (partition by place) then verdict end as decided from merged
    order by place, turn, slot offset 0) whole
  cross join lateral (select case when decided = 'applied' then case when slot like 'field/%' then 'update'
    when said = 'null' then 'delete' when stands_raw is null then 'insert' else 'update' end end as write_verb offset 0) w;
  return coalesce(result, '{}');
end $$;
comment on function merge_wave(batch_reply[], batch_statement[], jsonb) is
  'The statements of the new replies of a wave with what became of each; superseded, left to merge_plan, where a slot does not '
    'speak for itself';
