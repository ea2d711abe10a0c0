-- @name duplicates/rules
-- @about What each thing adds to the score of two people who may be one.
-- @use people
-- @returns many
-- @column rule text not-null Rule
-- @column points numeric not-null Points
-- @column about text not-null About
select duplicate_rule_hid as rule, duplicate_rule_points as points, duplicate_rule_about as about from duplicate_rule order by duplicate_rule_id
