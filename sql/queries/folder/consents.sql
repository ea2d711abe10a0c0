-- @name folder/consents
-- @call consentsOf
-- @about The answers of a person to letters, newest first.
-- @param entity bigint
-- @param limit integer
-- @returns many
-- @column purpose text not-null
-- @column given boolean not-null
-- @column person boolean not-null At every address
-- @column basis text not-null
-- @column received timestamptz not-null
select consent_purpose as purpose, consent_given as given, consent_person as person, consent_basis as basis, consent_received as received
from consent where consent_entity = $1::bigint order by consent_received desc, consent_id desc limit $2::integer
