-- @name records/kinds
-- @call relationKinds
-- @about The kinds of relationships, in both directions.
-- @returns many
-- @column kind text not-null Kind
-- @column forward text not-null Left to right
-- @column backward text not-null Right to left
select relationship_type_hid as kind, relationship_type_forward as forward, relationship_type_backward as backward
from relationship_type order by relationship_type_hid
