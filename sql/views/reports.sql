-- Reports: numbers, for whoever sees the rows behind them.

create view pipeline_rep with (security_invoker = true) as
select development_process_name as pipeline_process, development_stage_sort as pipeline_place, development_stage_name as pipeline_stage,
  count(development_tracking_id) as pipeline_records,
  round(avg(extract(epoch from now() - development_tracking_entered)) / 86400, 1) as pipeline_days
from development_stage
join development_process on development_process_id = development_stage_process
left join development_tracking on development_tracking_stage = development_stage_id and development_tracking_finished is null
group by development_process_name, development_stage_sort, development_stage_name;
comment on view pipeline_rep is 'How many stand in each stage';

create view forecast_rep with (security_invoker = true) as
select date_trunc('month', deal_expected)::date as forecast_month, deal_currency as forecast_currency, count(*) as forecast_deals,
  sum(worth) as forecast_amount, round(sum(worth * coalesce(deal_probability, 0)) / 100, 2) as forecast_weighted
from deal cross join lateral (select deal_sign(deal_kind) * deal_worth(deal_id, deal_amount, deal_currency) as worth) w
where deal_closed is null and deal_expected is not null and worth is not null
group by 1, 2;
comment on view forecast_rep is 'Expected income of open deals, by month';

create view outcome_rep with (security_invoker = true) as
select date_trunc('month', development_tracking_entered)::date as outcome_month, development_process_name as outcome_process,
  development_stage_outcome as outcome_outcome, count(*) as outcome_records,
  sum(deal_sign(deal_kind) * deal_worth(deal_id, deal_amount, deal_currency)) as outcome_amount, deal_currency as outcome_currency
from development_tracking
join development_stage on development_stage_id = development_tracking_stage
join development_process on development_process_id = development_tracking_process
left join deal on deal_id = development_tracking_entity
where development_stage_outcome is not null
-- amounts of two currencies make no sum
group by 1, 2, 3, deal_currency;
comment on view outcome_rep is 'How processes ended, by month: won, lost, done, stopped';

create view work_rep with (security_invoker = true) as
select date_trunc('month', coalesce(activity_start, activity_created))::date as work_month, lookup_value(activity_kind) as work_kind,
  lookup_value(activity_outcome) as work_outcome, count(*) as work_activities
from activity where activity_status = 'done'
group by 1, 2, 3;
comment on view work_rep is 'What was done, by month, kind and outcome';

-- labels: those of the table's columns where a view shows them, else the name in words; none for meta_sort, which is no column to be
-- shown: GeDaFe's reader makes a field of all that has a label, and stops at one that it knows no type of
do $$
declare
  c record;
begin
  for c in
    select v.relname as source, a.attname as field, coalesce(
      (select col_description(t.oid, b.attnum) from pg_class t join pg_attribute b on b.attrelid = t.oid and b.attname = a.attname
        where t.relnamespace = v.relnamespace and t.relname = regexp_replace(v.relname, '_(list|combo|rep)$', '')),
      initcap(left(w, 1)) || substr(w, 2)) as words
    from pg_class v join pg_attribute a on a.attrelid = v.oid and a.attnum > 0 and a.attname <> 'meta_sort',
      lateral (select replace(regexp_replace(a.attname, '^' || regexp_replace(v.relname, '_(list|combo|rep)$', '') || '_', ''), '_',
        ' ') as w) x
    where v.relnamespace = 'public'::regnamespace and v.relkind = 'v'
  loop
    execute format('comment on column %I.%I is %L', c.source, c.field, c.words);
  end loop;
end $$;
