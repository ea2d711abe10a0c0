-- @name people/joined-numbers
-- @about Telephone numbers of one record that were two spellings of one, and became one row when the rule or the calling code changed.
-- @use people
-- @returns many
-- @column at timestamptz null When
-- @column entity bigint null Entity
-- @column name text null Name
-- @column stays text null Stays
-- @column joined text null Went into it
select at, entity, name, stays, joined from joined_phones()
