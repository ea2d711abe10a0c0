-- Last, so that the audit sees what changes. Nothing is done where rule and calling code are those of the last time.
select renew_phones();
grant execute on function joined_phones() to satchel_office, satchel_admin;
