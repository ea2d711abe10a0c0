-- @name consents/list
-- @about The answers yes or no to letters, newest first; addresses appear as marks.
-- @use people
-- @param limit integer=100 How many
-- @returns many
-- @column entity bigint null Entity
-- @column name text null Name
-- @column person boolean not-null At every address
-- @column purpose text not-null Purpose
-- @column given boolean not-null Yes
-- @column evidence text null Evidence
-- @column basis text not-null How
-- @column received timestamptz not-null When
select consent_entity as entity, entity_name as name, consent_person as person, consent_purpose as purpose, consent_given as given,
  consent_evidence as evidence, consent_basis as basis, consent_received as received
from consent left join entity on entity_id = consent_entity order by consent_received desc, consent_id desc limit $1::integer
