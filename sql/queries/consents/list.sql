-- @name consents/list
-- @about Who said yes or no to being written to, newest first; addresses stand as marks.
-- @use people
-- @param limit integer How many
-- @returns many
-- @column entity bigint null Entity
-- @column name text null Name
-- @column purpose text not-null Purpose
-- @column given boolean not-null Yes
-- @column basis text not-null How
-- @column received timestamptz not-null When
select consent_entity as entity, entity_name as name, consent_purpose as purpose, consent_given as given, consent_basis as basis, consent_received as received
from consent left join entity on entity_id = consent_entity order by consent_received desc, consent_id desc limit $1::integer
