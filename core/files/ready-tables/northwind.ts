// Orders as sample databases and small shops export them: customers, products, orders and their details.

import type { TableMap } from './table-map.ts'

export const northwindTables: readonly TableMap[] = [
  {
    name: 'northwind',
    about: 'customers of a Northwind database',
    type: 'organization',
    known: ['CustomerID, CompanyName, ContactName', 'CustomerID, CompanyName, Address, City'],
    takes: {
      CustomerID: 'uid',
      CompanyName: 'name',
      Address: 'line1',
      City: 'city',
      Region: 'region',
      PostalCode: 'postcode',
      Country: 'country',
      Phone: 'phone',
    },
    before: { CustomerID: 'northwind:customer:' },
    blank: 'NULL',
    // a person of theirs is a record of its own, and a fax is no telephone
    leaves: 'ContactName, ContactTitle, Fax',
  },
  {
    name: 'northwind',
    about: 'suppliers of a Northwind database',
    type: 'organization',
    known: ['SupplierID, CompanyName, ContactName', 'SupplierID, CompanyName, Address, City'],
    takes: {
      SupplierID: 'uid',
      CompanyName: 'name',
      Address: 'line1',
      City: 'city',
      Region: 'region',
      PostalCode: 'postcode',
      Country: 'country',
      Phone: 'phone',
    },
    before: { SupplierID: 'northwind:supplier:' },
    blank: 'NULL',
    // the page is a link as Access keeps it, with signs around the address
    leaves: 'ContactName, ContactTitle, Fax, HomePage',
  },
  {
    name: 'northwind',
    about: 'products of a Northwind database',
    type: 'product',
    known: ['ProductID, ProductName, UnitPrice', 'ProductID, ProductName, QuantityPerUnit'],
    takes: {
      ProductID: 'uid',
      ProductName: 'name',
      QuantityPerUnit: 'unit',
      UnitPrice: 'price',
      Discontinued: 'active',
    },
    before: { ProductID: 'northwind:product:' },
    words: { active: { '0': 'yes', '1': 'no', false: 'yes', true: 'no', False: 'yes', True: 'no' } },
    gives: { currency: 'USD' },
    blank: 'NULL',
    leaves: 'SupplierID, CategoryID, UnitsInStock, UnitsOnOrder, ReorderLevel',
  },
  {
    name: 'northwind',
    about: 'orders of a Northwind database',
    type: 'deal',
    known: ['OrderID, CustomerID, OrderDate'],
    takes: { OrderID: 'uid', CustomerID: 'party', OrderDate: 'closed', RequiredDate: 'expected' },
    before: { OrderID: 'northwind:order:', CustomerID: 'northwind:customer:' },
    // what an order is worth, its lines say; they have prices in one currency
    gives: { kind: 'order', name: 'Order', currency: 'USD' },
    blank: 'NULL',
    leaves:
      'EmployeeID, ShippedDate, ShipVia, ShipperID, Freight, ShipName, ShipAddress, ShipCity, ShipRegion, ShipPostalCode, ShipCountry',
  },
  {
    name: 'northwind',
    about: 'order details of a Northwind database',
    type: 'deal-line',
    known: ['OrderID, ProductID, UnitPrice, Quantity'],
    takes: { OrderID: 'deal', ProductID: 'product', UnitPrice: 'price', Quantity: 'quantity', Discount: 'discount' },
    before: { OrderID: 'northwind:order:', ProductID: 'northwind:product:' },
    // a share of one, where Satchel counts in per cent
    hundredfold: 'Discount',
    leaves: '',
  },
]
