-- @name replies/by-channel
-- @about Answers by the channel on which they came, by month.
-- @use people
-- @param since date Since
-- @returns many
-- @column month text checked Month
-- @column channel text not-null Channel
-- @column replies bigint checked Answers
select to_char(reply_received, 'YYYY-MM') as month, item_channel as channel, count(*) as replies
from reply join item on item_id = reply_item
where reply_received >= $1::date
group by month, item_channel order by month, replies desc, channel
