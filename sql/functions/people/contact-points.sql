-- Contact points keep their normal form, and whether they were shown to be the person's.

create or replace function contact_proven(p_entity bigint) returns boolean
language sql stable
-- an import's write is proven by the person whom the record is about; at a keyboard, and by a command, the office vouches for what it
-- enters
return case when session_user = 'satchel_import' then answers_own_form(p_entity) or is_office() and by_command(p_entity)
  else is_office() or pg_has_role(acting_role(), 'satchel_owner', 'member') end;
comment on function contact_proven(bigint) is
  'Whether a contact point that is written now counts as verified: values go to such addresses only';

create or replace function contact_point_keep() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  as_before boolean := false;
  proven boolean := contact_proven(new.contact_point_entity);
begin
  select coalesce(normal_value('contact', lookup_value, new.contact_point_value, coalesce(instance_calling_code, '')), '')
  into new.contact_point_normal
  from (select) one left join lookup on lookup_id = new.contact_point_kind left join instance on true;
  new.contact_point_primary := coalesce(new.contact_point_primary, false);
  if tg_op = 'UPDATE' then
    -- shown to be this person's, as this kind: moved to another record it is not, but by the office to
    -- the other record of a merge
    as_before := new.contact_point_normal = old.contact_point_normal and new.contact_point_kind = old.contact_point_kind
      and (new.contact_point_entity = old.contact_point_entity or proven and exists (select from record_merge
        where least(record_merge_kept, record_merge_lost) = least(new.contact_point_entity, old.contact_point_entity)
          and greatest(record_merge_kept, record_merge_lost) = greatest(new.contact_point_entity, old.contact_point_entity)
          and record_merge_undone is null));
  end if;
  if as_before then
    if not proven then
      -- that letters came back, or are refused, is told by the program's logins, and taken back by who vouches for the address
      new.contact_point_bounced := case when session_user in ('satchel_import', 'satchel_dispatch') then new.contact_point_bounced
        else old.contact_point_bounced end;
      new.contact_point_verified := coalesce(old.contact_point_verified,
        case when session_user = 'satchel_import' then new.contact_point_verified end);
    end if;
  else
    -- another address has come back from nowhere, and nobody has shown yet that it is theirs
    new.contact_point_bounced := case when tg_op = 'INSERT'
      and (proven or session_user = 'satchel_import') then new.contact_point_bounced end;
    new.contact_point_verified := case
      -- moved and nothing else: the office entered it as somebody else's
      when tg_op = 'UPDATE' and new.contact_point_normal = old.contact_point_normal
        and new.contact_point_kind = old.contact_point_kind then null
      when proven then coalesce(case when tg_op = 'INSERT' then new.contact_point_verified end, clock_timestamp()) end;
  end if;
  return new;
end $$;

create or replace function best_emails(p_entity bigint)
returns table (place bigint, value text, normal text, is_verified boolean, is_bounced boolean)
language sql stable security invoker set search_path = public, pg_temp
as $$
  select row_number() over (order by contact_point_bounced is not null, contact_point_verified is null, contact_point_primary desc,
      contact_point_id),
    contact_point_value, contact_point_normal, contact_point_verified is not null, contact_point_bounced is not null
  from contact_point
  where contact_point_entity = p_entity and contact_point_kind = lookup_find('contact-kind', 'email')
  order by 1
$$;
comment on function best_emails(bigint) is
  'E-mail addresses of a record, the best one first: one that did not bounce, was verified, is the primary one';
