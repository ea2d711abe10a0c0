-- A person's yes that was not sure enough is asked about: whoever answers from the mailbox on file has it confirmed.
alter table token drop constraint token_token_purpose_check,
  add constraint token_token_purpose_check check (token_purpose in ('reply', 'bounce', 'unsubscribe', 'form', 'yes')),
  add check (token_purpose <> 'yes' or token_mark is not null and token_limit = 1 and token_expires is not null);
create unique index token_yes_index on token (token_entity, token_mark) where token_purpose = 'yes' and token_uses = 0;
