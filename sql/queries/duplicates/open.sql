-- @name duplicates/open
-- @call openDuplicates
-- @about Pairs of records that may be the same, likeliest first.
-- @use people
-- @param limit integer=100 How many
-- @returns many
-- @column pair bigint not-null Pair
-- @column left text null One
-- @column left_name text not-null Name
-- @column right text null Other
-- @column right_name text not-null Name
-- @column band text null Band
-- @column score numeric not-null Score
-- @column reason text not-null Why
select duplicate_id as pair, record_hid(duplicate_left) as "left", l.entity_name as left_name,
  record_hid(duplicate_right) as "right", r.entity_name as right_name,
  duplicate_band as band, duplicate_score as score, duplicate_reason as reason
from duplicate join entity l on l.entity_id = duplicate_left join entity r on r.entity_id = duplicate_right
where duplicate_status = 'open' order by duplicate_score desc, duplicate_id limit $1::integer
