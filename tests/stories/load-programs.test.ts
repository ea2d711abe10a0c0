// Exports of other programs, of other types than people: recognised by their headings, tied together by the keys of the program, and found
// again by them. The rows are invented; the headings are those of the programs.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeHome, type TestHome } from '../helpers/home.ts'

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
})
afterAll(() => home?.close())

async function load(type: string, text: string, ...options: readonly string[]) {
  const path = join(home.home.folder, 'export.csv')
  writeFileSync(path, text)
  const ended = await home.satchel(['--as', 'grace', '--json', 'load', path, '--type', type, ...options])
  if (ended.code !== 0 && ended.code !== 3) throw new Error(ended.err)
  const { done, files } = ended.json<{ done: boolean; files: readonly Record<string, unknown>[] }>()
  return { done, ...files[0] }
}
/** Twice: what is there after the first time is found by the second. */
async function twice(type: string, text: string, rows: number) {
  expect(await load(type, text)).toMatchObject({ done: true, new: rows, faults: [] })
  expect(await load(type, text)).toMatchObject({ new: 0, filled: 0, same: rows, faults: [], kept: [] })
}

test('orders as a Northwind database exports them: customers, suppliers, products, orders and their details', async () => {
  await twice(
    'organization',
    `supplier_id,company_name,contact_name,contact_title,address,city,region,postal_code,country,phone,fax,homepage
1,Mlima Millers,Neema Mrema,Manager,Hill Road 2,Arusha,NULL,23100,Tanzania,0700 000 944,NULL,Mill#http://mill.example#
`,
    1,
  )
  await twice(
    'organization',
    `CustomerID,CompanyName,ContactName,ContactTitle,Address,City,Region,PostalCode,Country,Phone,Fax
KIJIJ,Kijiji Stores,Asha Mwema,Owner,Market Road 7,Moshi,NULL,25101,Tanzania,0700 000 941,0700 000 942
PWANI,Pwani Traders,Juma Bakari,Buyer,Harbour 1,Tanga,NULL,NULL,Tanzania,0700 000 943,NULL
`,
    2,
  )
  await twice(
    'product',
    `ProductID,ProductName,SupplierID,CategoryID,QuantityPerUnit,UnitPrice,UnitsInStock,UnitsOnOrder,ReorderLevel,Discontinued
1,Maize flour,3,2,10 kg bag,14.5000,40,0,5,0
2,Dried mango,4,2,24 x 100 g,9.2,0,0,0,1
`,
    2,
  )
  await twice(
    'deal',
    `OrderID,CustomerID,EmployeeID,OrderDate,RequiredDate,ShippedDate,ShipVia,Freight,ShipName,ShipAddress,ShipCity,ShipRegion,ShipPostalCode,ShipCountry
10001,KIJIJ,5,2026-07-04 00:00:00.000,2026-08-01 00:00:00.000,2026-07-16 00:00:00.000,3,32.38,Kijiji Stores,Market Road 7,Moshi,NULL,25101,Tanzania
10002,PWANI,6,2026-07-05 00:00:00.000,2026-08-16 00:00:00.000,NULL,1,11.61,Pwani Traders,Harbour 1,Tanga,NULL,NULL,Tanzania
`,
    2,
  )
  await twice(
    'deal-line',
    `OrderID,ProductID,UnitPrice,Quantity,Discount
10001,1,14.5,12,0
10001,2,9.2,10,0.05
10002,1,14.5,5,0.15
`,
    3,
  )
  expect(
    await home.rows(
      `select entity_name as customer, product_name as product, deal_line_discount::float as discount, product_active as active,
         round(deal_line_quantity * deal_line_price * (1 - deal_line_discount / 100), 2)::float as worth, deal_closed::text as day
       from deal_line join deal on deal_id = deal_line_deal join product on product_id = deal_line_product join entity on entity_id = deal_party
       order by deal_line_id`,
    ),
  ).toEqual([
    { customer: 'Kijiji Stores', product: 'Maize flour', discount: 0, active: true, worth: 174, day: '2026-07-04' },
    { customer: 'Kijiji Stores', product: 'Dried mango', discount: 5, active: false, worth: 87.4, day: '2026-07-04' },
    { customer: 'Pwani Traders', product: 'Maize flour', discount: 15, active: true, worth: 61.63, day: '2026-07-05' },
  ])
})

test('EspoCRM: leads, accounts, opportunities and cases', async () => {
  const leads = join(home.home.folder, 'leads.csv')
  // an Espo sets an apostrophe before what a spreadsheet would count
  writeFileSync(
    leads,
    `id,salutationName,firstName,lastName,status,source,opportunityAmount,emailAddress,phoneNumber,addressCity,createdContactId,assignedUserName
55c1,Ms.,Neema,Mrema,Assigned,Web Site,1200,neema@mlima.example,'+255700000953,Arusha,,Admin
`,
  )
  expect((await home.satchel(['--as', 'grace', '--json', 'load', leads])).json()).toMatchObject({ done: true, new: 1 })
  await twice(
    'organization',
    `id,name,website,emailAddress,phoneNumber,type,industry,sicCode,billingAddressStreet,billingAddressCity,billingAddressState,billingAddressPostalCode,billingAddressCountry,description,createdAt,assignedUserName
65a1,Mlima Farm,https://mlima.example,farm@mlima.example,0700 000 951,Customer,Agriculture,,Hill Road 2,Arusha,,,Tanzania,Grows coffee,2026-01-02 10:00:00,Admin
65a2,Ziwa Ltd,,,,,Sports,,,,,,,,2026-01-02 10:00:00,Admin
`,
    2,
  )
  await twice(
    'deal',
    `id,name,amount,amountCurrency,amountConverted,amountWeightedConverted,accountId,accountName,contactId,contactName,contactsIds,stage,lastStage,probability,leadSource,closeDate,description
75b1,Coffee huller,1250.50,USD,1250.50,1000.4,65a1,Mlima Farm,55c1,Neema Mrema,"[""55c1""]",Negotiation,,80,Call,2027-02-01,Wants it before harvest
75b2,Dryer,900,USD,900,900,65a2,Ziwa Ltd,,,[],Closed Won,Proposal,100,,2026-03-01,
`,
    2,
  )
  await twice(
    'ticket',
    `id,name,number,status,priority,type,accountId,accountName,contactId,description
85c1,Belt broken,17,New,Urgent,Incident,65a1,Mlima Farm,,Since Monday
`,
    1,
  )
  expect(
    await home.rows(
      `select deal_name as name, deal_outcome as outcome, organization_name as party, lookup_value as industry,
         (select person_given from person where person_id = deal_contact) as contact from deal
       join organization on organization_id = deal_party left join lookup on lookup_id = organization_industry where deal_name <> 'Order' order by deal_id`,
    ),
  ).toEqual([
    { name: 'Coffee huller', outcome: null, party: 'Mlima Farm', industry: 'farming', contact: 'Neema' },
    { name: 'Dryer', outcome: 'won', party: 'Ziwa Ltd', industry: 'other', contact: null },
  ])
  expect(
    await home.rows(
      'select ticket_hid as hid, lookup_value as priority from ticket join lookup on lookup_id = ticket_priority',
    ),
  ).toEqual([{ hid: 'case-17', priority: 'high' }])
})

/** What "primary fields" of an export of CiviCRM begin with, whatever it is about. */
const contactHeadings =
  'Contact ID,Contact Type,Contact Subtype,Do Not Email,Do Not Phone,Do Not Mail,Do Not Sms,Do Not Trade,No Bulk Emails (User Opt Out),Legal Identifier,External Identifier,Sort Name,Display Name,Nickname,Legal Name,Image Url,Preferred Communication Method,Preferred Language,Preferred Mail Format,Contact Hash,Contact Source,First Name,Middle Name,Last Name,Individual Prefix,Individual Suffix,Formal Title,Communication Style,Email Greeting ID,Postal Greeting ID,Addressee ID,Job Title,Gender,Birth Date,Deceased,Deceased Date,Household Name,Organization Name,Sic Code,Unique ID (OpenID),Current Employer ID,Contact is in Trash,Created Date,Modified Date,Addressee,Email Greeting,Postal Greeting,Current Employer,Location Type,Street Address,Street Number,Street Number Suffix,Street Name,Street Unit,Supplemental Address 1,Supplemental Address 2,Supplemental Address 3,City,Postal Code Suffix,Postal Code,Latitude,Longitude,Address Name,Master Address Belongs To,County,State,Country,Phone,Phone Extension,Phone Type,Email,On Hold,Use for Bulk Mail,Signature Text,Signature Html,IM Provider,IM Screen Name,OpenID,World Region,Website'
/** A file with those headings and more, of which each row fills some. */
const primary = (more: string, ...rows: readonly Readonly<Record<string, string>>[]) => {
  const headings = `${contactHeadings},${more}`.split(',')
  return [headings, ...rows.map(row => headings.map(heading => row[heading] ?? ''))]
    .map(cells => `${cells.join(',')}\n`)
    .join('')
}

test('CiviCRM: organisations, relationships, groups, their members, activities and contributions', async () => {
  const people = join(home.home.folder, 'people.csv')
  writeFileSync(
    people,
    'Contact ID,Contact Type,First Name,Last Name,Email,Street Address\n201,Individual,Neema,Mrema,neema@example.org,Plot 3\n',
  )
  expect((await home.satchel(['--as', 'grace', '--json', 'load', people])).json()).toMatchObject({ done: true, new: 1 })
  await twice(
    'organization',
    primary('Group(s),Tag(s),Note(s)', {
      'Contact ID': '202',
      'Contact Type': 'Organization',
      'Organization Name': 'Shamba School',
      'Display Name': 'Shamba School',
      Email: 'office@shamba.example',
      City: 'Moshi',
      Country: 'Tanzania',
    }),
    1,
  )
  expect(
    await load('organization', 'Contact ID,Contact Type,Organization Name\n203,Household,The Mremas\n'),
  ).toMatchObject({
    done: false,
    faults: [{ line: 2, column: 'Contact Type', fault: 'is not Organization' }],
  })
  await twice(
    'relationship',
    'Contact ID A,Contact ID B,Relationship Type,Start Date,Is Active\n201,202,Employee of,2024-01-15,Yes\n',
    1,
  )
  await twice('group', 'Group ID,Group Title,Group Description\n9,Newsletter,Twice a year\n', 1)
  await twice('member', 'Group ID,Contact ID,Status\n9,201,Added\n', 1)
  await twice(
    'activity',
    primary(
      'Activity ID,Activity Type,Activity Type ID,Subject,Activity Date,Duration,Location,Details,Activity Status,Activity Priority,Source Contact,source_record_id,Test,Campaign ID,result,Engagement Index,parent_id',
      {
        'Contact ID': '201',
        'Contact Type': 'Individual',
        'First Name': 'Neema',
        'Activity ID': '1',
        'Activity Type': 'Phone Call',
        Subject: 'Thanks',
        'Activity Date': '2026-04-05 09:30:00',
        Details: 'Will come',
        'Activity Status': 'Completed',
      },
    ),
    1,
  )
  await twice(
    'deal',
    'Contribution ID,Contact ID,Financial Type,Total Amount,Currency,Date Received,Contribution Status\n5,201,Donation,50.00,USD,2026-05-06 00:00:00,Completed\n',
    1,
  )
  // "primary fields" have no id of a contribution: a second equal gift cannot be told from the first one
  const gift = {
    'Contact ID': '202',
    'Contact Type': 'Organization',
    'Organization Name': 'Shamba School',
    'Financial Type': 'Event Fee',
    'Contribution Date': '2026-05-07 10:00:00',
    'Total Amount': '75.00',
    Currency: 'USD',
    'Contribution Status': 'Completed',
  }
  const headings =
    'Financial Type,Contribution Source,Contribution Date,Thank-you Date,Cancelled / Refunded Date,Total Amount,Accounting Code,Payment Methods,Payment Method ID,Check Number,Non-deductible Amount,Fee Amount,Net Amount,Transaction ID,Invoice Reference,Invoice Number,Currency,Cancellation / Refund Reason,Receipt Date,Test,Is Pay Later,Contribution Status,Recurring Contribution ID,Amount Label,Contribution Note,Batch Name,Campaign Title,Campaign ID,Soft Credit For,Soft Credit Amount,Soft Credit Type,Soft Credit For Contact ID,Soft Credit For Contribution ID'
  await twice('deal', primary(headings, gift), 1)
  expect(await load('deal', primary(headings, gift, { ...gift, 'Total Amount': '80.00' }))).toMatchObject({
    done: false,
    faults: [{ line: 3, fault: expect.stringContaining('a column "id" tells the two apart') }],
  })
  await twice(
    'relationship',
    'Relationship ID,Contact A ID,Contact B ID,Relationship Type,Relationship Start Date,Relationship End Date,Relationship Is Active,Relationship Description\n3,201,202,Employee of,2025-02-01,,1,\n',
    1,
  )
  expect(
    await home.rows(
      "select activity_subject as subject, activity_status as status from activity where activity_subject = 'Thanks'",
    ),
  ).toEqual([{ subject: 'Thanks', status: 'done' }])
})
