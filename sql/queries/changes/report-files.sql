-- Generated from the function accepted_report() and its comment by npm run generate. Do not edit.
-- @name changes/report-files
-- @call acceptedReport
-- @about The activity that an accepted report became, and the files that its reply announces: {entity, activity, files}; null for any other change.
-- @param change bigint
-- @returns one
-- @column report jsonb null Activity and files
-- @shape AcceptedReport
select accepted_report($1::bigint) as report
