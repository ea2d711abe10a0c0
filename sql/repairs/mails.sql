-- Addresses whose domain was kept in xn-- letters get the normal form of today; two spellings on one record become one row, the
-- preferred or proven one. Seldom any: nothing is done where all have it.
do $$
declare
  old contact_point;
  twin contact_point;
  fresh text;
begin
  for old in
    select * from contact_point where contact_point_kind = lookup_find('contact-kind', 'email')
      and contact_point_normal ~ '[^!-~]|[@.]xn--|[.]$' and contact_point_normal <> normal_mail(contact_point_value)
        order by contact_point_id
  loop
    fresh := normal_mail(old.contact_point_value);
    select * into twin from contact_point where contact_point_entity = old.contact_point_entity
      and contact_point_kind = old.contact_point_kind and contact_point_normal = fresh;
    if twin.contact_point_id is not null then
      if old.contact_point_primary > twin.contact_point_primary or old.contact_point_primary = twin.contact_point_primary
        and old.contact_point_verified is not null and twin.contact_point_verified is null then
        delete from contact_point where contact_point_id = twin.contact_point_id;
      else
        delete from contact_point where contact_point_id = old.contact_point_id;
        continue;
      end if;
    end if;
    update contact_point set contact_point_normal = fresh where contact_point_id = old.contact_point_id;
    -- it is the address that it was: the trigger takes another form for another address
    update contact_point set contact_point_verified = old.contact_point_verified, contact_point_bounced = old.contact_point_bounced
    where contact_point_id = old.contact_point_id;
  end loop;
end $$;
