-- Replies go in by batches; one alone is a batch of one. SECURITY INVOKER, because SET ROLE cannot stand in a definer function.
-- A batch: lock_batch; then for each wave wave_access, take_wave (both before anything is written for a sender), write_wave under the
-- senders' roles, end_wave.

create or replace function apply_batch(p_replies jsonb) returns jsonb
language plpgsql security invoker set search_path = public, pg_temp
as $$
declare
  one record;
  told jsonb := '[]';
begin
  perform lock_batch(p_replies);
  for one in select wave from batch_waves(p_replies) loop
    told := told || apply_taken(take_wave(one.wave, wave_access(one.wave)));
  end loop;
  return told;
end $$;
comment on function apply_batch(jsonb) is 
  'Merges replies, in waves, all or none: [{item, reply, evidence, received}]. Returns [{item, outcome}]';

create or replace function apply_taken(p_taken jsonb) returns jsonb
language plpgsql security invoker set search_path = public, pg_temp
as $$
begin
  return end_wave(p_taken -> 'told', write_wave(p_taken -> 'writes'));
end $$;
comment on function apply_taken(jsonb) is
  'Writes what take_wave or take_confirmation planned, and tells what became of it: [{item, outcome}]';

create or replace function apply_reply(p_item bigint, p_reply jsonb, p_evidence text, p_received timestamptz) returns jsonb
language sql security invoker set search_path = public, pg_temp
as $$
  select apply_batch(jsonb_build_array(jsonb_build_object('item', p_item, 'reply', p_reply, 'evidence', p_evidence,
    'received', p_received))) -> 0 -> 'outcome'
$$;
comment on function apply_reply(bigint, jsonb, text, timestamptz) is $$Merges a reply under its sender's role: item, reply, evidence, receipt. Returns {case, reply, status, slots ...} or {problem}
@query replies/apply @call applyReply @param reply @shape unknown @param evidence weak or strong @shape 'weak' | 'strong'
@column outcome checked @shape Applied$$;

create or replace function apply_replies(p_replies jsonb) returns table (item bigint, outcome jsonb)
language plpgsql security invoker set search_path = public, pg_temp
as $$
begin
  return query select (value ->> 'item')::bigint, nullif(value -> 'outcome', 'null') from jsonb_array_elements(try_batch(p_replies));
end $$;
comment on function apply_replies(jsonb) is $$Merges replies in one transaction: [{item, reply, evidence, received}]. Returns the result of apply_reply for each, or null if it failed and left nothing behind
@query replies/apply-many @call applyReplies @param replies
@shape { item: number, reply: unknown, evidence: 'weak' | 'strong', received: Date }[] @column item checked
@column outcome null As apply_reply; null if it failed and has to be tried alone @shape Applied$$;

create or replace function try_batch(p_replies jsonb) returns jsonb
language plpgsql security invoker set search_path = public, pg_temp
as $$
declare
  count integer := jsonb_array_length(p_replies);
begin
  begin
    return apply_batch(p_replies);
  exception
    -- the moment is to blame: nothing of these goes in, and each is tried again
    when transaction_rollback or insufficient_resources or operator_intervention or object_not_in_prerequisite_state or system_error then
      raise;
    when others then
      if count <= 1 then
        return coalesce((select jsonb_agg(jsonb_build_object('item', value -> 'item', 'outcome', null))
          from jsonb_array_elements(p_replies)), '[]');
      end if;
  end;
  -- the earlier half is kept before the later one is tried, so that the order of receipt stays
  return try_batch(jsonb_path_query_array(p_replies, '$[0 to $end]', jsonb_build_object('end', count / 2 - 1)))
    || try_batch(jsonb_path_query_array(p_replies, '$[$start to last]', jsonb_build_object('start', count / 2)));
end $$;
comment on function try_batch(jsonb) is 'As apply_batch; one that fails is found by halves, and alone has no outcome';

create or replace function apply_confirmation(p_token text, p_received timestamptz) returns jsonb
language plpgsql security invoker set search_path = public, pg_temp
as $$
declare
  read jsonb := read_confirmation(p_token, p_received);
  seen bigint[];
begin
  if read ->> 'case' is distinct from 'stronger' then
    return read;
  end if;
  seen := records_seen(read ->> 'role', array[(read ->> 'entity')::bigint]);
  return apply_taken(take_stronger(read, cardinality(seen) > 0)) -> 0 -> 'outcome';
end $$;
comment on function apply_confirmation(text, timestamptz) is $$Applies the changes of a reply that waited for stronger evidence: hash of the confirming token. Returns the result of apply_reply
@query replies/confirm @call applyConfirmation @param received Time of the confirmation @column outcome checked @shape Applied$$;
