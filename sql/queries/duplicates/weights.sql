-- @name duplicates/weights
-- @about The frequency with which each field agrees in records of one person, of one household and of strangers: as learned here, otherwise as shipped.
-- @use people
-- @returns many
-- @column field text not-null Field
-- @column level integer not-null Level
-- @column means text null Meaning
-- @column person numeric null One person
-- @column household numeric null One household
-- @column stranger numeric null Strangers
select duplicate_weight_field as field, duplicate_weight_level as level, duplicate_weight_means as means,
  round(coalesce(duplicate_weight_learned_person, duplicate_weight_person)::numeric, 4) as person,
  round(coalesce(duplicate_weight_learned_household, duplicate_weight_household)::numeric, 4) as household,
  round(coalesce(duplicate_weight_learned_stranger, duplicate_weight_stranger)::numeric, 6) as stranger
from duplicate_weight order by duplicate_weight_id
