-- @name people/parts
-- @about Everything about a record that the acting role may see: each field of each row that is part of it.
-- @use people
-- @param entity bigint Entity
-- @returns many
-- @column part text null Table
-- @column title text null What the table is
-- @column number bigint null Number of the row
-- @column fields jsonb null Fields: name, label, value
select part, title, number, fields from record_parts($1::bigint)
