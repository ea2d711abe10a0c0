-- @name verify/log
-- @call talkativeLog
-- @about Settings of the server that may write values of people into its log.
-- @returns many
-- @column setting text null
-- @column value text null
select name as setting, current_setting(name) as value
from (values ('log_min_messages', array['log', 'fatal', 'panic']), ('log_min_error_statement', array['log', 'fatal', 'panic']),
  ('log_statement', array['none']), ('log_min_duration_statement', array['-1']), ('log_min_duration_sample', array['-1']),
  ('log_transaction_sample_rate', array['0']), ('log_duration', array['off'])) v (name, good)
where current_setting(name) <> all (good) order by name
