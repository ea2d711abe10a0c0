-- Whether a reply came sealed: then no letter that travels in the clear repeats a word of it. Of earlier replies nobody knows.
alter table reply add reply_sealed boolean not null default true;
alter table reply alter reply_sealed set default false;
comment on column reply.reply_sealed is 'Came sealed';
