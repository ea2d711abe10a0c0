-- Every latch there is. Rows are never removed: somebody may hold one.
insert into latch (latch_hid)
select hid from unnest(array['consent', 'dispatch', 'import', 'load', 'my-data', 'seal', 'structure']) hid on conflict do nothing;
