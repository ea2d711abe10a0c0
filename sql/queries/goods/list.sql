-- @name goods/list
-- @about Goods and services.
-- @use people
-- @returns many
-- @column entity bigint not-null Entity
-- @column hid text not-null Human id
-- @column name text not-null Name
-- @column price numeric null Price
-- @column currency text null Currency
-- @column unit text null Unit
-- @column sold numeric null In deals
select product_id as entity, product_hid as hid, product_name as name, product_price as price,
  product_currency as currency, product_unit as unit,
  (select sum(deal_line_quantity) from deal_line where deal_line_product = product_id) as sold
from product join entity on entity_id = product_id where product_active and entity_deleted is null order by product_name, product_id
