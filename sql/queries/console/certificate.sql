-- Generated from the function console_certificate() and its comment by npm run generate. Do not edit.
-- @name console/certificate
-- @call enterByCertificate
-- @about Begins a session for whom a certificate names; their short name, or null where it is not known, over or revoked.
-- @param fingerprint text SHA-256 of the certificate
-- @param session bytea SHA-256 of the cookie
-- @param agent text null Browser
-- @returns one
-- @column staff text null Short name
select console_certificate($1::text, $2::bytea, $3::text) as staff
