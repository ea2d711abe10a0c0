// Exports of programs that keep contacts for others: what each column becomes, and who is told or left out.

import { describe, expect, test } from 'vitest'
import { csv, mapOf, read } from '../helpers/ready-sheets.ts'

test('LinkedIn: the remarks above the headings are left out, and said', () => {
  const file = read(
    'Notes:\n"When exporting your connection data, you may notice, that some of the email addresses are missing."\n\n' +
      'First Name,Last Name,URL,Email Address,Company,Position,Connected On\n' +
      'Jimmy,Okello,https://www.linkedin.com/in/jimmy,jimmy@example.org,Kilimo,Buyer,31 May 2024\n',
  )
  expect(mapOf(file)).toBe('linkedin')
  expect(file.notes[1]).toContain('above the headings')
  expect(file.rows).toMatchObject([
    { line: 5, given: 'Jimmy', family: 'Okello', contacts: [{ kind: 'web' }, { kind: 'email' }] },
  ])
})

describe('programs for contacts', () => {
  test('Salesforce: the data export and a report', () => {
    const data = read(
      csv(
        'Id,IsDeleted,MasterRecordId,AccountId,LastName,FirstName,Salutation,MiddleName,Suffix,Name,MailingStreet,MailingCity,MailingState,MailingPostalCode,MailingCountry,OtherStreet,OtherCity,Phone,Fax,MobilePhone,Email,Title,Department,Birthdate,Description,OwnerId,HasOptedOutOfEmail,DoNotCall,CreatedDate,SystemModstamp',
        {
          Id: '0035g00000AbCdEAAV',
          IsDeleted: 'false',
          LastName: 'Okello',
          FirstName: 'Jimmy',
          Salutation: 'Mr.',
          MailingStreet: '12 Uhuru St\nFlat 3',
          MailingCity: 'Moshi',
          Phone: '0700 000 001',
          Title: 'Buyer',
          HasOptedOutOfEmail: 'true',
          DoNotCall: 'false',
        },
        { Id: '0035g00000AbCdFAAV', IsDeleted: 'true', LastName: 'Gone', FirstName: 'Al' },
      ),
    )
    expect(mapOf(data)).toBe('salesforce')
    expect(data.rows).toMatchObject([
      {
        uid: 'salesforce:0035g00000AbCdEAAV',
        prefix: 'Mr.',
        given: 'Jimmy',
        family: 'Okello',
        address: { line1: '12 Uhuru St', line2: 'Flat 3', city: 'Moshi' },
        faults: [],
      },
      { faults: [{ column: 1, fault: expect.stringContaining('--map "IsDeleted=-"') }] },
    ])
    expect(data.told).toEqual([{ line: 2, column: 'HasOptedOutOfEmail', what: expect.stringContaining('no letters') }])
    const report = read(
      csv(
        'Salutation,First Name,Last Name,Title,Account Name,Mailing Street,Mailing City,Mailing State/Province,Mailing Zip/Postal Code,Mailing Country,Phone,Mobile,Email,Contact Owner',
        { 'First Name': 'Jimmy', 'Last Name': 'Okello', 'Mailing City': 'Moshi', Mobile: '0700 000 001' },
      ),
    )
    expect(mapOf(report)).toBe('salesforce')
    expect(report.rows).toMatchObject([{ given: 'Jimmy', address: { city: 'Moshi' }, faults: [] }])
  })

  test('HubSpot: ids are of HubSpot, and who wants no letters is told', () => {
    const file = read(
      csv(
        'Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status,Lifecycle Stage,Marketing contact status,Create Date,Street Address,City,State/Region,Postal Code,Country/Region,Unsubscribed from all email,Associated Company',
        {
          'Record ID': '51',
          'First Name': 'Jimmy',
          'Last Name': 'Okello',
          City: 'Moshi',
          'Unsubscribed from all email': 'true',
        },
      ),
    )
    expect(mapOf(file)).toBe('hubspot')
    expect(file.rows).toMatchObject([{ uid: 'hubspot:51', address: { city: 'Moshi' }, faults: [] }])
    expect(file.told).toMatchObject([{ column: 'Unsubscribed from all email' }])
  })

  test('EspoCRM', () => {
    const file = read(
      csv(
        'id,name,deleted,salutationName,firstName,lastName,accountName,title,description,emailAddress,phoneNumber,doNotCall,addressStreet,addressCity,addressState,addressCountry,addressPostalCode,emailAddressIsOptedOut,createdAt,assignedUserName',
        {
          id: '5f2c0a1b3d4e5f607',
          name: 'Jimmy Okello',
          salutationName: 'Mr.',
          firstName: 'Jimmy',
          lastName: 'Okello',
          phoneNumber: "'+255700000001",
          doNotCall: '1',
          emailAddressIsOptedOut: '0',
          addressCity: 'Moshi',
        },
      ),
    )
    expect(mapOf(file)).toBe('espocrm')
    expect(file.rows).toMatchObject([
      {
        uid: 'espocrm:5f2c0a1b3d4e5f607',
        prefix: 'Mr.',
        given: 'Jimmy',
        family: 'Okello',
        contacts: [{ value: '+255700000001' }],
        faults: [],
      },
    ])
    expect(file.told).toMatchObject([{ column: 'doNotCall' }])
  })

  test('EspoCRM leads: one that became a contact is a fault, with how to load it all the same', () => {
    const headings =
      'id,name,deleted,salutationName,firstName,lastName,title,status,source,industry,opportunityAmount,opportunityAmountCurrency,website,addressStreet,addressCity,addressState,addressCountry,addressPostalCode,emailAddress,phoneNumber,doNotCall,description,convertedAt,createdAt,modifiedAt,accountName,createdById,createdByName,assignedUserId,assignedUserName,campaignId,campaignName,createdAccountId,createdAccountName,createdContactId,createdContactName,createdOpportunityId,createdOpportunityName'
    const lead = { id: '66a1', firstName: 'Neema', lastName: 'Mrema', status: 'New', website: 'https://neema.example' }
    const done = { id: '66a2', firstName: 'Asha', lastName: 'Juma', status: 'Converted', createdContactId: '5f2c' }
    const file = read(csv(headings, lead, done))
    expect([mapOf(file), file.notes[0]]).toEqual(['espocrm', expect.stringContaining('EspoCRM leads')])
    expect(file.rows).toMatchObject([
      { uid: 'espocrm:66a1', given: 'Neema', contacts: [{ kind: 'web', value: 'https://neema.example' }], faults: [] },
      { faults: [{ fault: expect.stringMatching(/became a contact.*--map "createdContactId=-"/) }] },
    ])
  })

  test('CiviCRM: organisations are no persons, the dead and the deleted are faults', () => {
    const file = read(
      csv(
        'Contact ID,Contact Type,Do Not Email,External Identifier,Display Name,First Name,Middle Name,Last Name,Individual Prefix,Individual Suffix,Job Title,Birth Date,Deceased,Household Name,Organization Name,Street Address,Supplemental Address 1,Supplemental Address 2,City,Postal Code,State,Country,Phone,Email,Group(s),Note(s)',
        {
          'Contact ID': '7',
          'Contact Type': 'Individual',
          'Do Not Email': '1',
          'External Identifier': 'K-7',
          'First Name': 'Jimmy',
          'Last Name': 'Okello',
          'Street Address': '12 Uhuru St',
          'Supplemental Address 1': 'Flat 3',
          'Supplemental Address 2': 'P.O. Box 7',
          City: 'Moshi',
        },
        { 'Contact ID': '8', 'Contact Type': 'Organization', 'Organization Name': 'Kilimo', City: 'Moshi' },
        { 'Contact ID': '9', 'Contact Type': 'Individual', 'First Name': 'Al', 'Last Name': 'Gone', Deceased: 'Yes' },
      ),
    )
    expect(mapOf(file)).toBe('civicrm')
    expect(file.rows[0]).toMatchObject({
      hid: 'K-7',
      uid: 'civicrm:7',
      given: 'Jimmy',
      address: { line1: '12 Uhuru St', line2: 'Flat 3, P.O. Box 7', city: 'Moshi' },
      faults: [],
    })
    expect(file.rows[1]?.faults).toContainEqual({ column: 1, fault: 'is about no person' })
    expect(file.rows[2]?.faults).toEqual([{ column: 12, fault: expect.stringContaining('has died') }])
    expect(file.told).toMatchObject([{ line: 2, column: 'Do Not Email' }])
  })

  const audience =
    'Email Address,First Name,Last Name,Address,Phone Number,Birthday,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION'
  const member = {
    'Email Address': 'jimmy@example.org',
    'First Name': 'Jimmy',
    'Last Name': 'Okello',
    MEMBER_RATING: '2',
  }

  test('Mailchimp: members; those who unsubscribed, and addresses that mail came back from, stay out unasked', () => {
    const file = read(csv(`${audience},LAST_CHANGED,LEID,EUID,NOTES,TAGS`, member))
    expect(mapOf(file)).toBe('mailchimp')
    expect(file.rows).toMatchObject([{ given: 'Jimmy', contacts: [{ kind: 'email' }], faults: [] }])
    for (const time of ['UNSUB_TIME', 'CLEAN_TIME']) {
      const gone = csv(`${audience},${time},LEID,EUID,NOTES,TAGS`, { ...member, [time]: '2024-02-01 09:00:00' })
      expect(read(gone).rows[0]?.faults, time).toEqual([
        { column: 18, fault: expect.stringContaining(`--map "${time}=-"`) },
      ])
      expect(read(gone, { maps: [`${time}=-`] }).rows[0]?.faults, time).toEqual([])
    }
  })
})
