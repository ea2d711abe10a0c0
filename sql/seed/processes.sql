-- Processes that come with the program: a line a process, then a line a stage. Nothing else is to be done to add one. An installation
-- takes those that it wants (add_process); what it changes in its own is left alone. A stage has its place, an outcome where it ends the
-- process, the days after which it is late, a probability, a task with the days until it is due, a form, and the
-- kind of contact that does the task (shipped_stage_kinds; others take any).

create or replace function shipped_processes() returns table (
  process text, process_name text, family text, entity text, repeat boolean)
language sql immutable set search_path = public, pg_temp
as $$
  select * from (values
    ('sale-by-post', 'Sale by post and calls', 'sales', null, true),
    ('sale-by-visit', 'Sale by visit', 'sales', null, true),
    ('lead', 'Lead', 'sales', 'person', true),
    ('opportunity', 'Opportunity', 'sales', 'deal', false),
    ('onboarding', 'Onboarding', 'sales', 'organization', false),
    ('campaign', 'Campaign', 'sales', 'grp', true),
    ('goods', 'Goods', 'goods', 'product', false),
    ('farmer', 'Farmer', 'farming', 'person', true),
    ('pupil', 'Pupil', 'school', 'person', false),
    ('patient', 'Patient', 'health', 'person', true),
    ('support-case', 'Support case', 'support', 'ticket', true)) v (process, process_name, family, entity, repeat)
$$;
comment on function shipped_processes() is 'Processes that come with the program';

create or replace function shipped_sales_stages() returns table (
  process text, sort integer, stage text, stage_name text, outcome text, days integer, probability integer, task text, wait integer,
  form text)
language sql immutable set search_path = public, pg_temp
as $$
  select * from (values
    ('sale-by-post', 1, 'post', 'First letter sent', null, 14, 5, 'Send the letter', 0, null),
    ('sale-by-post', 2, 'mail', 'E-mail sent', null, 7, 10, 'Write an e-mail', 2, null),
    ('sale-by-post', 3, 'call', 'Called', null, 7, 25, 'Call', 3, 'call-report'),
    ('sale-by-post', 4, 'more', 'More post sent', null, 14, 40, 'Send more', 3, null),
    ('sale-by-post', 5, 'offer', 'Discounted offer', null, 14, 60, 'Make an offer', 3, null),
    ('sale-by-post', 6, 'sold', 'Sold', 'won', null, 100, null, null, null),
    ('sale-by-post', 7, 'lost', 'Lost', 'lost', null, 0, null, null, null),
    ('sale-by-visit', 1, 'lead', 'Lead', null, 14, 5, 'Find out who decides', 3, null),
    ('sale-by-visit', 2, 'call', 'Called', null, 7, 20, 'Call', 2, 'call-report'),
    ('sale-by-visit', 3, 'promotion', 'Promotion sent', null, 14, 35, 'Send the promotion', 2, null),
    ('sale-by-visit', 4, 'visit', 'Visited', null, 14, 60, 'Visit', 7, 'visit'),
    ('sale-by-visit', 5, 'sale', 'Sale', 'won', null, 100, null, null, null),
    ('sale-by-visit', 6, 'lost', 'Lost', 'lost', null, 0, null, null, null),
    ('lead', 1, 'new', 'New', null, 3, 10, 'Call for the first time', 1, 'call-report'),
    ('lead', 2, 'contacted', 'Contacted', null, 14, 30, 'Ask what they need', 5, 'call-report'),
    ('lead', 3, 'qualified', 'Qualified', 'done', null, 100, null, null, null),
    ('lead', 4, 'dropped', 'Dropped', 'stopped', null, 0, null, null, null),
    ('opportunity', 1, 'prospecting', 'Prospecting', null, 14, 10, 'Find out what is needed', 3, 'deal'),
    ('opportunity', 2, 'proposal', 'Proposal', null, 14, 40, 'Write the proposal', 5, 'deal'),
    ('opportunity', 3, 'negotiation', 'Negotiation', null, 21, 70, 'Agree on the price', 5, 'deal'),
    ('opportunity', 4, 'won', 'Won', 'won', null, 100, null, null, null),
    ('opportunity', 5, 'lost', 'Lost', 'lost', null, 0, null, null, null),
    ('onboarding', 1, 'contract', 'Contract', null, 7, null, 'Send the contract', 1, 'organization'),
    ('onboarding', 2, 'training', 'Training', null, 30, null, 'Agree on days', 3, 'organization'),
    ('onboarding', 3, 'running', 'Running', 'done', null, null, null, null, null),
    ('onboarding', 4, 'ended', 'Ended', 'stopped', null, null, null, null, null),
    ('campaign', 1, 'planning', 'Planning', null, 30, null, 'Choose who is written to', 7, 'group'),
    ('campaign', 2, 'running', 'Running', null, 60, null, null, null, null),
    ('campaign', 3, 'evaluated', 'Evaluated', 'done', null, null, null, null, null),
    ('campaign', 4, 'cancelled', 'Cancelled', 'stopped', null, null, null, null, null),
    ('goods', 1, 'idea', 'Idea', null, 60, null, null, null, null),
    ('goods', 2, 'trial', 'Trial', null, 90, null, 'Ask those who tried it', 30, 'goods'),
    ('goods', 3, 'on-sale', 'On sale', null, null, null, null, null, null),
    ('goods', 4, 'withdrawn', 'Withdrawn', 'done', null, null, null, null, null)) v (process, sort, stage, stage_name, outcome,
    days, probability, task, wait, form)
$$;
comment on function shipped_sales_stages() is 'Stages of the processes of sales and goods';

create or replace function shipped_other_stages() returns table (
  process text, sort integer, stage text, stage_name text, outcome text, days integer, probability integer, task text, wait integer,
  form text)
language sql immutable set search_path = public, pg_temp
as $$
  select * from (values
    ('farmer', 1, 'education', 'Education', null, 60, null::integer, 'Invite to the training', 7, 'call-report'),
    ('farmer', 2, 'land-report', 'Land report', null, 30, null, 'Visit the plot', 14, 'land-report'),
    ('farmer', 3, 'exchange', 'Exchange of goods', null, 120, null, 'Agree on quantities', 14, null),
    ('farmer', 4, 'done', 'Season closed', 'done', null, null, null, null, null),
    ('farmer', 5, 'left', 'Left', 'stopped', null, null, null, null, null),
    ('pupil', 1, 'classes', 'Classes', null, 200, null, null, null, null),
    ('pupil', 2, 'parents-visit', 'Visit to the parents', null, 30, null, 'Visit the parents', 14, 'parents-visit'),
    ('pupil', 3, 'activities', 'Activities', null, 200, null, null, null, null),
    ('pupil', 4, 'graduated', 'Graduated', 'done', null, null, null, null, null),
    ('pupil', 5, 'left', 'Left', 'stopped', null, null, null, null, null),
    ('patient', 1, 'reception', 'Reception', null, 1, null, null, null, 'patient-intake'),
    ('patient', 2, 'emergency', 'Emergency analysis', null, 1, null, null, null, null),
    ('patient', 3, 'doctor', 'Doctor', null, 1, null, null, null, null),
    ('patient', 4, 'diagnosis', 'Diagnosis', null, 7, null, null, null, null),
    ('patient', 5, 'specialist', 'Specialist', null, 30, null, 'Ask for the date', 3, null),
    ('patient', 6, 'treatment', 'Treatment', null, 30, null, null, null, null),
    ('patient', 7, 'payment', 'Payment', null, 30, null, 'Send the bill', 3, null),
    ('patient', 8, 'discharged', 'Discharged', 'done', null, null, null, null, null),
    ('patient', 9, 'referred', 'Referred', 'stopped', null, null, null, null, null),
    ('support-case', 1, 'new', 'New', null, 1, null, 'Answer', 0, 'ticket'),
    ('support-case', 2, 'in-work', 'In work', null, 5, null, null, null, null),
    ('support-case', 3, 'waiting', 'Waiting for the customer', null, 14, null, 'Ask again', 7, 'ticket'),
    ('support-case', 4, 'solved', 'Solved', 'done', null, null, null, null, null),
    ('support-case', 5, 'not-solved', 'Closed without a solution', 'stopped', null, null, null, null, null)) v (process, sort, stage,
    stage_name, outcome, days, probability, task, wait, form)
$$;
comment on function shipped_other_stages() is 'Stages of the processes of farms, schools, health and support';

create or replace function shipped_stage_kinds() returns table (process text, stage text, kind text)
language sql immutable set search_path = public, pg_temp
as $$
  select * from (values
    ('sale-by-visit', 'visit', 'visit'), ('farmer', 'land-report', 'visit'), ('pupil', 'parents-visit', 'visit')) v (process, stage, kind)
$$;
comment on function shipped_stage_kinds() is 'Stages whose task one kind of contact alone does';

create or replace function shipped_stages() returns table (
  process text, process_name text, family text, entity text, repeat boolean, sort integer, stage text,
  stage_name text, outcome text, days integer,
  probability integer, task text, wait integer, form text, kind text)
language sql immutable set search_path = public, pg_temp
as $$
  select p.process, p.process_name, p.family, p.entity, p.repeat, s.sort, s.stage, s.stage_name, s.outcome, s.days,
    s.probability, s.task, s.wait, s.form, k.kind
  from shipped_processes() p
  join (select * from shipped_sales_stages() union all select * from shipped_other_stages()) s using (process)
  left join shipped_stage_kinds() k using (process, stage)
$$;
comment on function shipped_stages() is 'Processes and stages that come with the program';
