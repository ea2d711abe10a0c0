-- Generated from the function staff_signers() and its comment by npm run generate. Do not edit.
-- @name staff/signers
-- @call staffSigners
-- @about Confirmed keys of colleagues: a signature by one of them is proof where the packet went to that colleague.
-- @returns many
-- @column fingerprint text checked
-- @column key text checked
select fingerprint, key from staff_signers()
