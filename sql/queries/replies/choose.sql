-- @name replies/choose
-- @call chooseCopies
-- @about Which of several copies of one packet's form count.
-- @param copies jsonb Replies to one packet
-- @shape unknown[]
-- @returns one
-- @column chosen jsonb checked
-- @shape { states: boolean, replies: Record<string, unknown>[] }
select choose_copies($1::jsonb) as chosen
