-- How a deal ended, as the stage says that ended it. Deals and tickets that stand in an ending stage already are closed once the triggers
-- are there, so that the audit has it (sql/policies/040-mended.sql).
alter table deal add deal_outcome text check (deal_outcome in ('won', 'lost', 'done', 'stopped'));
comment on column deal.deal_outcome is 'How it ended';
select set_config('satchel.mend_endings', 'yes', true);
