-- A person can answer their own form by one button: nothing has changed.
alter table reply add reply_confirms boolean not null default false;
comment on column reply.reply_confirms is 'The sender says that everything on file is still right';
