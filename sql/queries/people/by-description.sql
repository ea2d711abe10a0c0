-- @name people/by-description
-- @about People whose name or note has these words, or similar ones: best match first.
-- @use people
-- @param words text
-- @param limit integer=100 How many
-- @returns many
-- @column entity bigint not-null Entity
-- @column hid text not-null Human id
-- @column name text not-null Name
-- @column likeness real null Likeness
-- @column note text null Note
select person_id as entity, person_hid as hid, entity_name as name,
  greatest(similarity(entity_name, $1::text), word_similarity($1::text, entity_name),
    ts_rank(to_tsvector('simple', concat_ws(' ', entity_name, person_note)), plainto_tsquery('simple', $1::text)))::real as likeness,
  person_note as note
from person join entity on entity_id = person_id
where entity_deleted is null and (entity_name % $1::text or $1::text <% entity_name
  or to_tsvector('simple', concat_ws(' ', entity_name, person_note)) @@ plainto_tsquery('simple', $1::text))
order by likeness desc, entity_name limit $2::integer
