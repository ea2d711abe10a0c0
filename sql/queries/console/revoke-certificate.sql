-- Generated from the function revoke_certificate() and its comment by npm run generate. Do not edit.
-- @name console/revoke-certificate
-- @call revokeCertificate
-- @about Revokes a certificate, one's own, or an administrator any: it opens no session any more, and those that it opened are over. Whose it was, or null where the fingerprint names none or several.
-- @param fingerprint text SHA-256, or at least its first eight signs
-- @returns one
-- @column staff text null Short name
select revoke_certificate($1::text) as staff
