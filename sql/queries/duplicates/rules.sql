-- @name duplicates/rules
-- @call duplicateRules
-- @about The office's rules for the score of a pair; points as shipped change nothing.
-- @use people
-- @returns many
-- @column rule text not-null Rule
-- @column points numeric not-null Points
-- @column shipped numeric not-null Points that change nothing
-- @column about text not-null About
select duplicate_rule_hid as rule, duplicate_rule_points as points, duplicate_rule_shipped as shipped, duplicate_rule_about as about
from duplicate_rule order by duplicate_rule_id
