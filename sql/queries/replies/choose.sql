-- @name replies/choose
-- @about Which of several copies of one packet's form count.
-- @param copies jsonb Replies to one packet
-- @returns one
-- @column chosen jsonb null {states, replies}
select choose_copies($1::jsonb) as chosen
