-- @name processes/enter
-- @call enterStage
-- @about A record enters a stage.
-- @use program
-- @param entity bigint Entity
-- @param stage text Stage
-- @param note text null Note
-- @returns one
-- @column tracking bigint null Stay
select enter_stage($1::bigint, $2::text, $3::text) as tracking
