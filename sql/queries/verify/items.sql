-- @name verify/items
-- @call itemsWithFiles
-- @about Items that must have a file, a page at a time: waiting, quarantined and attached items.
-- @param after bigint
-- @param limit bigint
-- @returns many
-- @column id bigint not-null
-- @column hash text not-null
-- @column channel text not-null
-- @shape Channel
-- @column state text not-null
-- @shape 'waiting' | 'quarantined' | 'attached'
select item_id as id, item_hid as hash, item_channel as channel, item_state as state from item
where item_state in ('waiting', 'quarantined', 'attached') and item_id > $1::bigint
order by item_id limit $2::bigint
