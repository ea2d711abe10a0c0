-- A whole history in memory: packets are opened, replies come, the office edits and settles. It goes through merge_plan and
-- merge_standing, as the import does, with no table, no role and no clock: thousands of histories take seconds.
-- tests/sql/histories.test.ts makes these two functions in its database, and compares the end of a history with that on the tables.

create or replace function merge_fold(p_history jsonb) returns jsonb
language plpgsql immutable
as $$
declare
  now_slots jsonb := p_history -> 'start';
  tables jsonb := p_history -> 'tables';
  droppable text[] := array(select jsonb_array_elements_text(p_history -> 'droppable'));
  shown jsonb := '{}';
  replies jsonb := '[]';
  told merge_statement[] := '{}';  -- every statement, its id is its place in here
  packets text[] := '{}';          -- whose it is
  authors integer[] := '{}';       -- the reply that it stands in
  event jsonb;
  reply jsonb;
  slots text[];
  mine bigint[];
  mates merge_statement[];
  planned merge_statement;
  at record;
  target text;
  place text;
  writes jsonb := '[]';
  touched boolean;
begin
  for event in select value from jsonb_array_elements(p_history -> 'events') loop
    if event ->> 'do' = 'open' then
      shown := shown || jsonb_build_object(event ->> 'packet', now_slots);
    elsif event ->> 'do' = 'office' then
      -- a row that is gone is not edited, and two rows of one key the tables would refuse
      select now_slots || coalesce(jsonb_object_agg(key, value), '{}') into now_slots from jsonb_each(event -> 'set')
      where (key not like 'row/%' or now_slots ? key or key like 'row/%/o%')
        and not coalesce(merge_keys(now_slots, tables) ->> (split_part(key, '/', 2) || '|'
          || row_key((tables ->> split_part(key, '/', 2))::name, value)) <> key, false);
      now_slots := jsonb_strip_nulls(now_slots);
    elsif event ->> 'do' = 'settle' then
      -- the oldest hold
      select s.* into planned from unnest(told) s where s.outcome = 'held' order by s.id limit 1;
      continue when planned.id is null;
      mates := fold_statements(told, packets, authors, replies, packets[planned.id], p_history -> 'policy');
      select * into at from merge_standing(mates, planned, shown -> packets[planned.id], now_slots, tables);
      target := coalesce(at.place,
        case when planned.slot like 'row/%' then 'row/' || split_part(planned.slot, '/', 2) || '/x' || planned.id else planned.slot end);
      -- a row that another one has come to equal the tables would refuse, and the hold stands
      continue when event ->> 'decision' = 'accepted' and planned.slot like 'row/%' and planned.said <> 'null'
        and coalesce(merge_keys(now_slots, tables) ->> (split_part(planned.slot, '/', 2)
          || '|' || row_key((tables ->> split_part(planned.slot, '/', 2))::name, planned.said)), target) <> target;
      planned.current_raw := coalesce(now_slots -> target, 'null');
      planned.outcome := case event ->> 'decision' when 'accepted' then 'applied' else 'declined' end;
      planned.reason := (event ->> 'decision') || '-by-office';
      planned.place := target;
      told[planned.id] := planned;
      if event ->> 'decision' = 'accepted' then
        planned.made := planned.slot like 'row/%' and planned.current_raw = 'null';
        told[planned.id] := planned;
        now_slots := case when planned.said = 'null' then now_slots - target else now_slots || jsonb_build_object(target, planned.said) end;
      end if;
    else
      replies := replies || event;
      slots := array(select key from jsonb_object_keys(event -> 'says') key order by key collate "C");
      mine := '{}';
      for place in select unnest(slots) loop
        told := told || row(cardinality(told) + 1, place, null, false, event ->> 'evidence' = 'strong', null,
          event -> 'says' -> place, event -> 'says' -> place, 'null', 'null', 'null',
          -- a row that its packet did not show and that is not new is another record's, for all we know
          case when place like 'row/%' and place not like '%/new-%'
            and not shown -> (event ->> 'packet') ? place then 'refused' else 'superseded' end,
          case when place like 'row/%' and place not like '%/new-%' and not shown -> (event ->> 'packet') ? place then 'other-record'
            else 'older-than-a-later-reply' end,
          false, case when place not like 'row/%' then place end, null, false, null)::merge_statement;
        packets := packets || (event ->> 'packet');
        authors := authors || jsonb_array_length(replies) - 1;
        mine := mine || cardinality(told)::bigint;
      end loop;
      mates := fold_statements(told, packets, authors, replies, event ->> 'packet', p_history -> 'policy');
      slots := array(select distinct s.slot collate "C" from unnest(mates) s
        where replies -> authors[s.id] ->> 'draft' = event ->> 'draft' order by 1);
      foreach planned in array merge_plan(mates, mine, slots, shown -> (event ->> 'packet'), shown -> (event ->> 'packet'),
        now_slots, now_slots, tables, droppable) loop
        -- a statement may make a row more than once: each is another one
        planned.place := regexp_replace(planned.place, '/new:', '/x' || jsonb_array_length(replies) || '-');
        if planned.verb is not null then
          target := case when planned.verb = 'insert' then planned.place else coalesce(planned.own, planned.place) end;
          writes := writes || jsonb_build_object('id', planned.id, 'packet', event ->> 'packet', 'slot', planned.slot, 'verb', planned.verb,
            'at', target, 'from', coalesce(now_slots -> target, 'null'), 'to', planned.said, 'believed', planned.believed);
          now_slots := case when planned.verb in ('delete', 'merge') or planned.said = 'null' then now_slots - target
            else now_slots || jsonb_build_object(target, planned.said) end;
        end if;
        told[planned.id] := planned;
      end loop;
    end if;
    -- after each write, holds that ask for what stands have become the same; one that ends can show that another is met
    loop
      touched := false;
      for planned in select s.* from unnest(told) s where s.outcome = 'held' loop
        select * into at from merge_standing(fold_statements(told, packets, authors, replies, packets[planned.id], p_history -> 'policy'),
          planned, shown -> packets[planned.id], now_slots, tables);
        if at.t = planned.said then
          planned.outcome := 'same';
          planned.reason := null;
          told[planned.id] := planned;
          touched := true;
        end if;
      end loop;
      exit when not touched;
    end loop;
  end loop;
  return jsonb_build_object('now', now_slots, 'writes', writes, 'statements', (
    select coalesce(jsonb_agg(jsonb_build_object('packet', packets[s.id], 'reply', replies -> authors[s.id] ->> 'id', 'slot', s.slot,
      'said', s.said, 'outcome', case s.outcome when 'declined' then 'refused' else s.outcome end, 'reason', s.reason, 'taken', s.taken)
        order by s.id), '[]')
    from unnest(told) s));
end $$;
comment on function merge_fold(jsonb) is
  'A history through the merge rule: {start, tables, droppable, policy, events: [{do: open | office | reply | settle ...}]}. '
    'Gives {now, statements, writes}';

create or replace function fold_statements(
  p_told merge_statement[], p_packets text[], p_authors integer[], p_replies jsonb, p_packet text, p_policy jsonb) returns merge_statement[]
language sql immutable
as $$
  -- those of one packet, ranked by what is known by now
  select coalesce(array_agg(row(s.id, s.slot, reply_place(s.strong,
      (select to_timestamp(max((other ->> 'second')::integer)) from jsonb_array_elements(p_replies) other
        where other ->> 'packet' = p_packet and other ->> 'draft' = author ->> 'draft'
          and (other ->> 'sequence')::integer <= (author ->> 'sequence')::integer),
      (author ->> 'sequence')::integer, author ->> 'id'), s.apart, s.strong,
    case coalesce(p_policy ->> s.slot, p_policy ->> ('row/' || split_part(s.slot, '/', 2)))
      when 'review' then 'needs-review' when 'strong' then case when not s.strong then 'weak-evidence' end end,
    s.said, s.said_raw, s.believed, s.believed_raw, s.current_raw, s.outcome, s.reason, s.taken, s.place, s.own, s.made,
    null)::merge_statement order by s.id), '{}')
  from unnest(p_told) s, lateral (select p_replies -> p_authors[s.id] as author) a
  where p_packets[s.id] = p_packet
$$;
