-- What a form tells about a record besides its fields: the parts of the case of a packet, as its definition says.

alter table form add column form_shows text not null default 'stages contacts';
comment on column form.form_shows is 'Parts of the case';
