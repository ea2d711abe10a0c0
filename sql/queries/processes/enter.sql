-- Generated from the function enter_stage() and its comment by npm run generate. Do not edit.
-- @name processes/enter
-- @call enterStage
-- @about A record enters a stage, and leaves its earlier stage of that process; null if there is no such stage.
-- @param entity bigint Entity
-- @param stage text Stage
-- @param note text null Note
-- @returns one
-- @column tracking bigint null Stay
select enter_stage($1::bigint, $2::text, $3::text) as tracking
