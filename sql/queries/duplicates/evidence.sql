-- @name duplicates/evidence
-- @call duplicateEvidence
-- @about The evidence that a pair of records is one, in words, with its points: the number of doublings by which it is likelier in two records of one person than of strangers.
-- @use people
-- @param pair bigint Pair
-- @returns many
-- @column means text checked Meaning
-- @column points numeric null Points
-- a query is one statement: the sign between them is named by its number
select means, round(log(2, (coalesce(duplicate_weight_learned_person, duplicate_weight_person)
    / coalesce(duplicate_weight_learned_stranger, duplicate_weight_stranger))::numeric), 1) as points
from duplicate, unnest(string_to_array(duplicate_reason, chr(59) || ' ')) with ordinality said (means, place)
left join duplicate_weight on duplicate_weight_means = means
where duplicate_id = $1::bigint order by place
