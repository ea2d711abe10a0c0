-- Which records are of a type: the rule that lets sales see goods finds them by it.
create index entity_type_index on entity (entity_type);
