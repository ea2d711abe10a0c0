-- @name deals/open
-- @about Open deals by their expected day.
-- @use people
-- @param limit integer=100 How many
-- @returns many
-- @column entity bigint not-null Entity
-- @column hid text not-null Human id
-- @column name text not-null Name
-- @column party text null With
-- @column kind text null Kind
-- @column amount numeric null Amount
-- @column currency text null Currency
-- @column probability integer null Per cent
-- @column expected date null Expected
select deal_id as entity, deal_hid as hid, deal_name as name, p.entity_name as party,
  lookup_value(deal_kind) as kind, deal_worth(deal_id, deal_amount, deal_currency) as amount,
  deal_currency as currency, deal_probability as probability, deal_expected as expected
from deal join entity e on e.entity_id = deal_id left join entity p on p.entity_id = coalesce(deal_party, e.entity_parent)
where deal_closed is null and e.entity_deleted is null order by deal_expected nulls last, deal_id limit $1::integer
