-- What kind of activity a report of a form becomes, as the form says; by the entry and not by its word, which an office may change.
alter table form add form_report_kind bigint references lookup;
comment on column form.form_report_kind is 'Kind of a report';
