-- Tables and fields of one's own come into the catalog before anything is made of it.
select make_record_catalog();
select make_own_types();
select make_own_naming();
