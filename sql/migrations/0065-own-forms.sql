-- Which forms are an installation's own. A form that comes with the program later and has the name of one of them leaves it alone.
alter table form add form_own boolean default false not null;
comment on column form.form_own is 'Whether it is of this installation and does not come with the program';
update form set form_own = true where form_name not in ('call-report', 'self-update');
