-- The merge rule, and nothing but the rule: no table is read in here, so that thousands of histories can be run through it
-- (tests/helpers/merge-fold.sql) and a reply goes through the very same lines (import/plan-reply.sql). docs/merge.md says it in words.
-- Slots and places are keys of `now`: field/NAME, row/COLLECTION/c81, report/DRAFT; a row that is about to be made is
-- row/COLLECTION/new:ID.

create or replace function reply_place(p_strong boolean, p_effective timestamptz, p_sequence integer, p_hid text) returns text
language sql immutable
as $$
  -- as text of fixed width, so that ranks compare as they are
  select concat_ws('|', case when p_strong then 1 else 0 end,
    to_char(extract(epoch from p_effective) * 1000000, 'FM00000000000000000000'), to_char(p_sequence, 'FM0000'), p_hid)
$$;
comment on function reply_place(boolean, timestamptz, integer, text) is
  'Place of a reply among those of its packet: evidence, effective receipt, sequence, id; compare with collation "C"';

create or replace function merge_keys(p_now jsonb, p_tables jsonb) returns jsonb
language sql immutable
as $$
  -- the lowest place first: of two rows with one key it is always the same that is met
  select coalesce(jsonb_object_agg(natural_key, place), '{}') from (
    select distinct on (1) split_part(key, '/', 2) || '|' || row_key((p_tables ->> split_part(key, '/', 2))::name, value) as natural_key,
      key as place
    from jsonb_each(p_now) where key like 'row/%' order by 1, key collate "C") rows
  where natural_key is not null
$$;
comment on function merge_keys(jsonb, jsonb) is 'Places of rows by collection and natural key';

create or replace function merge_plan(
  p_statements merge_statement[], p_mine bigint[], p_slots text[], p_shown jsonb, p_shown_raw jsonb, p_now jsonb, p_now_raw jsonb,
  p_tables jsonb, p_droppable text[]) returns merge_statement[]
language plpgsql immutable
as $$
declare
  plan merge_statement[] := p_statements;
  now_normal jsonb := p_now;
  now_raw jsonb := p_now_raw;
  keys jsonb := '{}';
  held jsonb := '{}';
  here text;
  is_row boolean;
  winner merge_statement;
  taken merge_statement;
  apart merge_statement;
  late merge_statement;
  at record;
  place text;
  t jsonb;
  verdict text;
  planned merge_statement[] := '{}';
begin
  if exists (select from unnest(p_slots) s where s like 'row/%') then
    keys := merge_keys(p_now, p_tables);
    held := merge_held(p_statements, p_shown);
  end if;
  foreach here in array p_slots loop
    is_row := here like 'row/%';
    select * into apart from unnest(plan) s where s.slot = here and s.id = any (p_mine) and s.apart and s.outcome <> 'refused';
    if apart.id is not null then
      winner := apart; -- outside the order of its packet: judged alone, never taken
    else
      select * into winner from unnest(plan) s where s.slot = here and s.outcome <> 'refused' and not s.apart
      order by s.rank collate "C" desc limit 1;
    end if;
    continue when winner.id is null; -- every statement on this slot was refused
    select * into taken from unnest(plan) s where s.slot = here and s.taken;
    -- E: the packet's own last statement that went in, else what the packet showed
    if taken.id is null then
      winner.believed := coalesce(p_shown -> here, 'null');
      winner.believed_raw := coalesce(p_shown_raw -> here, 'null');
    elsif taken.id <> winner.id then
      winner.believed := case when taken.outcome in ('applied', 'same') then taken.said else taken.believed end;
      winner.believed_raw := case when taken.outcome in ('applied', 'same') then taken.said_raw else taken.believed_raw end;
    end if;
    select * into at from merge_row(plan, held, here, winner.believed, winner.said, p_shown, now_normal, keys, p_tables) where is_row;
    place := case when is_row then at.standing when now_normal ? here then here end;
    t := case when is_row then at.t else coalesce(now_normal -> place, 'null') end;
    -- a statement between that says what stands tells that its sender knew that before they said more
    select * into late from unnest(plan) s where s.slot = here and s.id <> winner.id and s.outcome <> 'refused' and not s.apart
      and s.said = t and s.said <> winner.believed and s.rank collate "C" < winner.rank
      and case when taken.id = winner.id then s.id = any (p_mine) and winner.outcome in ('held', 'untouched')
        else taken.id is null or taken.outcome in ('held', 'untouched') or s.rank collate "C" > taken.rank end
    limit 1;
    -- line 3: what was taken already ranks above, and stays as it was judged; unless the one that came late is such a statement,
    -- or stronger evidence lets in what waited for it
    continue when taken.id = winner.id and late.id is null
      and not (winner.outcome = 'held' and winner.reason = 'weak-evidence' and winner.strong);
    if late.id is not null and not winner.apart then
      winner.believed := late.said;
      winner.believed_raw := late.said_raw;
      select * into at from merge_row(plan, held, here, winner.believed, winner.said, p_shown, now_normal, keys, p_tables) where is_row;
      place := case when is_row then at.standing else place end;
    end if;
    winner.current_raw := coalesce(now_raw -> coalesce(place, case when is_row then coalesce(at.stood, at.meets) end),
      'null');
    verdict := case
      -- it stands already in another row, or nothing of it may go: there is nothing to write
      when is_row and winner.said <> winner.believed and (at.meets is not null and (t = 'null' or t = winner.believed and not at.free)
        and now_normal -> at.meets = winner.said or winner.said = 'null' and place is not null and not at.free) then 'same'
      else three_way_merge(winner.believed, t, winner.said, winner.needs, is_row) end;
    -- a statement that went in once and is on file again has gone in
    if winner.outcome not in ('applied', 'same') or verdict not in ('untouched', 'same') then
      winner.outcome := split_part(verdict, ' ', 1);
      winner.reason := nullif(split_part(verdict, ' ', 2), '');
    end if;
    winner.verb := null;
    winner.own := place;
    if verdict = 'applied' then
      winner.verb := case
        when here like 'field/%' then 'update'
        when winner.said = 'null' then 'delete'
        when place is null or is_row and not at.free then 'insert'
        -- it becomes what another row is already: that row is it, and its own goes
        when is_row and now_normal -> at.meets = winner.said
          and (not p_shown ? place or split_part(here, '/', 2) = any (p_droppable)) then 'merge'
        else 'update' end;
      if winner.verb = 'insert' then
        winner.current_raw := 'null';
      end if;
      if winner.verb in ('delete', 'merge') or winner.said = 'null' and not is_row then
        now_normal := now_normal - place;
      end if;
      place := case winner.verb
        when 'merge' then at.meets
        when 'insert' then case when is_row then 'row/' || split_part(here, '/', 2) || '/new:' || winner.id else here end
        else coalesce(place, here) end;
      if winner.verb in ('insert', 'update') then
        now_normal := now_normal || jsonb_build_object(place, winner.said);
        now_raw := now_raw || jsonb_build_object(place, winner.said_raw);
      end if;
      keys := case when is_row then merge_keys(now_normal, p_tables) else keys end;
    elsif verdict = 'same' and is_row then
      place := coalesce(at.meets, place);
    end if;
    winner.place := place;
    winner.made := coalesce(winner.made, false) or is_row and winner.verb = 'insert';
    winner.taken := not winner.apart;
    if is_row and winner.taken then
      held := held || jsonb_build_object(here, case when winner.outcome in ('applied', 'same') then winner.said else winner.believed end);
    end if;
    for i in 1..cardinality(plan) loop
      if plan[i].id = winner.id then
        plan[i] := winner;
      elsif plan[i].id = taken.id and winner.taken then
        -- the newer statement replaces the packet's older one, and its hold with it
        taken.taken := false;
        if taken.outcome = 'held' then
          taken.outcome := 'superseded';
          taken.reason := 'older-than-a-later-reply';
        end if;
        plan[i] := taken;
        planned := planned || taken;
      end if;
    end loop;
    planned := planned || winner;
  end loop;
  return planned;
end $$;
comment on function merge_plan(merge_statement[], bigint[], text[], jsonb, jsonb, jsonb, jsonb, jsonb, text[]) is
  'Decides slots of a packet: its statements, those of the reply that came, the slots, what was shown and what stands (normal, raw), '
    'tables and droppable collections. Gives the statements that change, in the order of their writes';
