-- @name letters/stuck
-- @call stuckLetters
-- @about Letters that wait for somebody or came back in the last 30 days, oldest first; failed ones are in a list of their own.
-- @param limit integer
-- @returns many
-- @column letter bigint checked
-- @column status text checked
-- @column queued timestamptz checked
-- @column mailto text checked
-- @column kind text checked
-- @column problem text null
-- @column bounced timestamptz null
select letter, status, queued, mailto, kind, problem, bounced from outbox()
where status in ('parked', 'put-off', 'kept-back') or bounced > now() - interval '30 days'
order by letter limit $1::integer
