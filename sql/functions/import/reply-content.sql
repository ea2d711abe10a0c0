-- Facts about a reply as a whole: its digest, whether it clears too much, whether it is apart from the order of its packet.

create or replace function reply_apart(p_reason text) returns boolean
language sql immutable
return p_reason is not null and p_reason in ('same-id-other-content', 'older-repeat', 'copies-disagree', 'revoked');
comment on function reply_apart(text) is 'Replies that stand apart from the order of their packet: only a person may let them in';

create or replace function slot_table(p_form bigint, p_slot text) returns name
language sql stable security definer set search_path = public, pg_temp
as $$
  select form_field_table from slot_fields(p_form, regexp_replace(p_slot, '^(report/[^/]+)/.*$', '\1'))
  where form_field_place <> 'row'
  limit 1
$$;

create or replace function reply_digest(p_stated reply_statement[]) returns text
language sql immutable set search_path = public, pg_temp
as $$
  -- The statements of the reply that differ from its packet, in slot order; null where it states a slot twice.
  select case when count(*) = count(distinct slot) then
    encode(sha256(convert_to(coalesce(jsonb_agg(jsonb_build_array(
      case when slot like 'report/%' then regexp_replace(slot, '^report/[^/]+', 'report') else slot_name(slot) end, said,
      -- one word, as it was before there were many: a reply from then stays the same reply
      case when fault like 'held %' or fault = 'required' then 'invalid' else fault end) order by slot)
      filter (where fault is not null or said is distinct from shown), '[]')::text, 'UTF8')), 'hex') end
  from unnest(p_stated)
$$;
comment on function reply_digest(reply_statement[]) is 'Canonical content of a reply, hashed: equal for two replies that say the same';

create or replace function clears_too_much(p_sent packet, p_reply jsonb) returns boolean
language sql stable security definer set search_path = public, pg_temp
as $$
  select cleared > 0 and (cleared = filled or filled >= 4 and cleared * 2 > filled)
  from (
    select count(*) as filled,
      count(*) filter (where (p_reply -> 'set') ? form_field_name and normal_text(p_reply -> 'set' ->> form_field_name) is null) as cleared
    from form_field
    where form_field_form = (p_sent).packet_form and form_field_place = 'field' and form_field_change
      and coalesce((p_sent).packet_snapshot -> ('field/' || form_field_name), 'null') <> 'null') counted
$$;
comment on function clears_too_much(packet, jsonb) is
  'A reply that clears every filled field, or more than half of at least four: rather a broken form than a wish';
