-- Generated from the function carry_paper() and its comment by npm run generate. Do not edit.
-- @name packets/carry-paper
-- @call carryPaper
-- @about Notes that a packet that open_packet made in the same transaction leaves on paper, with a code.
-- @param packet bigint
-- @param digest text Of the packet file with its token masked
-- @param code text Hash
-- @returns one
-- @column packet bigint null
select carry_paper($1::bigint, $2::text, $3::text) as packet
