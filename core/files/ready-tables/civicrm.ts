// CiviCRM: organisations among its contacts, relationships, groups, activities and contributions, under their English labels.

import type { TableMap } from './table-map.ts'

const contact = 'civicrm:'

/** What "primary fields" of any export say of a contact, beside how it is called and reached. */
const ofContact =
  'Contact Type, Contact Subtype, Do Not Email, Do Not Phone, Do Not Mail, Do Not Sms, Do Not Trade, No Bulk Emails (User Opt Out), Legal Identifier, Sort Name, Display Name, Nickname, Legal Name, Image Url, Preferred Communication Method, Preferred Language, Preferred Mail Format, Contact Hash, Contact Source, First Name, Middle Name, Last Name, Individual Prefix, Individual Suffix, Formal Title, Communication Style, Email Greeting ID, Postal Greeting ID, Addressee ID, Job Title, Gender, Birth Date, Deceased, Is Deceased, Deceased Date, Deceased / Closed, Deceased / Closed Date, Household Name, Sic Code, SIC Code, Unique ID (OpenID), Current Employer ID, Contact is in Trash, Created Date, Modified Date, Addressee, Email Greeting, Postal Greeting, Current Employer, Location Type, Street Number, Street Number Suffix, Street Name, Street Unit, Supplemental Address 2, Supplemental Address 3, Postal Code Suffix, Latitude, Longitude, Address Name, Master Address Belongs To, Master Address ID, County, Phone Extension, Phone Type, On Hold, Use for Bulk Mail, Signature Text, Signature Html, IM Provider, IM Screen Name, OpenID, World Region, Website Type, Group(s), Tag(s)'
/** The rest of them, where a row is about something else. */
const ofReach =
  'External Identifier, Organization Name, Street Address, Supplemental Address 1, City, Postal Code, State, State/Province, Country, Phone, Email, Website, Note(s)'

export const civicrmTables: readonly TableMap[] = [
  {
    name: 'civicrm',
    about: 'CiviCRM organisations',
    type: 'organization',
    known: ['Contact ID, Contact Type, Organization Name', 'Contact ID, Organization Name, Street Address'],
    takes: {
      'Contact ID': 'uid',
      'External Identifier': 'id',
      'Organization Name': 'name',
      Email: 'email',
      Phone: 'phone',
      'Phone Number': 'phone',
      Website: 'website',
      'Street Address': 'line1',
      'Supplemental Address 1': 'line2',
      City: 'city',
      State: 'region',
      'State/Province': 'region',
      'Postal Code': 'postcode',
      Country: 'country',
      'Note(s)': 'note',
    },
    before: { 'Contact ID': contact },
    only: { 'Contact Type': 'Organization' },
    leaves: ofContact,
  },
  {
    name: 'civicrm',
    about: 'CiviCRM relationships',
    type: 'relationship',
    known: [
      'Contact A, Contact B, Relationship Type',
      'Contact ID A, Contact ID B, Relationship Type',
      'Contact A ID, Contact B ID, Relationship Type',
    ],
    takes: {
      'Contact A ID': 'left',
      'Contact B ID': 'right',
      'Contact ID A': 'left',
      'Contact A': 'left',
      'Contact ID B': 'right',
      'Contact B': 'right',
      'Relationship Type': 'kind',
      'Start Date': 'start',
      'Relationship Start Date': 'start',
      'End Date': 'end',
      'Relationship End Date': 'end',
      Description: 'note',
      'Relationship Description': 'note',
    },
    before: { 'Contact ID A': contact, 'Contact ID B': contact, 'Contact A ID': contact, 'Contact B ID': contact },
    words: {
      kind: {
        'Employee of': 'works-for',
        'Parent of': 'parent-of',
        'Spouse of': 'married-to',
        'Partner of': 'married-to',
      },
    },
    leaves:
      'Relationship ID, Is Active, Relationship Is Active, Enabled, Permission A to B, Permission B to A, Contact A has Permission Over Contact B, Contact B has Permission Over Contact A, Case, Case ID, Created Date, Modified Date, Relationship Modified Date',
  },
  {
    name: 'civicrm',
    about: 'CiviCRM groups',
    type: 'group',
    known: ['Group ID, Group Title', 'Group ID, Group Name, Group Type'],
    takes: { 'Group ID': 'uid', 'Group Title': 'name', 'Group Description': 'note' },
    before: { 'Group ID': 'civicrm:Group:' },
    gives: { kind: 'list' },
    leaves:
      'Group Name, Group Type, Group Source, Group Enabled, Enabled, Group Visibility Setting, Group Parents, Parent Groups, Group Children, Child Groups, Group is Hidden, Group is Reserved, Group Cache Date, Saved Search, Saved Search ID, Created By, Created By Contact ID, Modified By, Modified By Contact ID, Public Group Title, Public Group Description, Visibility, Is Active, Is Hidden, Is Reserved, Source',
  },
  {
    name: 'civicrm',
    about: 'CiviCRM members of groups',
    type: 'member',
    known: ['Group ID, Contact ID, Status', 'Group ID, Contact ID, Group Contact Status'],
    takes: { 'Group ID': 'group', 'Contact ID': 'entity', Status: 'status', 'Group Contact Status': 'status' },
    before: { 'Group ID': 'civicrm:Group:', 'Contact ID': contact },
    words: { status: { Added: 'active', Pending: 'invited', Removed: 'left' } },
    leaves:
      'Group Contact ID, Group, Group Title, Contact, Display Name, Sort Name, Location, Location ID, Email, Email ID',
  },
  {
    name: 'civicrm',
    about: 'CiviCRM activities',
    type: 'activity',
    known: [
      'Activity ID, Activity Type, Subject, Activity Date',
      'Activity Type, Subject, Activity Date, Target Contact ID',
    ],
    takes: {
      'Activity Type': 'kind',
      Subject: 'subject',
      'Activity Date': 'start',
      Details: 'body',
      'Activity Status': 'status',
      // an export has a row for each contact, who stands first; an import names the target
      'Contact ID': 'entity',
      'Target Contact ID': 'entity',
    },
    before: { 'Contact ID': contact, 'Target Contact ID': contact },
    words: {
      kind: {
        'Phone Call': 'call',
        Email: 'mail',
        Meeting: 'meeting',
        'Print/Merge Document': 'letter',
        'Outbound SMS': 'sms',
      },
      status: { Scheduled: 'open', Completed: 'done', Cancelled: 'cancelled' },
    },
    others: { kind: 'note' },
    leaves: `${ofContact}, ${ofReach}, Activity Type ID, Activity Priority, source_record_id, Source Record, Test, Parent Activity ID, parent_id, Activity Medium, Auto, Is Starred, Activity is in the Trash, Activity ID, Duration, Location, Campaign, Campaign ID, Engagement Index, Priority, Source Contact, Source Contact ID, Target Contact, Assignee Contact, Assignee Contact ID, Phone Number, Is Test, Result, Added By, With Contact, Assigned To`,
  },
  {
    name: 'civicrm',
    about: 'CiviCRM contributions',
    type: 'deal',
    known: [
      'Contribution ID, Contact ID, Total Amount',
      'Contribution ID, Total Amount, Financial Type',
      'Contact ID, Financial Type, Total Amount, Contribution Source',
    ],
    takes: {
      'Contribution ID': 'uid',
      'Contact ID': 'party',
      'Financial Type': 'name',
      'Total Amount': 'amount',
      Currency: 'currency',
      // as it is called now, and as it was
      'Contribution Date': 'closed',
      'Date Received': 'closed',
      'Contribution Source': 'note',
      'Contribution Status': 'outcome',
    },
    before: { 'Contribution ID': 'civicrm:Contribution:', 'Contact ID': contact },
    words: { outcome: { Completed: 'done', Cancelled: 'stopped', Failed: 'stopped', Refunded: 'stopped' } },
    others: { outcome: '' },
    gives: { kind: 'contract' },
    leaves: `${ofContact}, ${ofReach}, Financial Type ID, Payment Methods, payment_instrument, Contribution Status ID, Contribution Page, Invoice Reference, Cancel Date, Accounting Code, Tax Amount, Revenue Recognition Date, Credit Note ID, Is a Template Contribution, Contribution Address, Address ID, Recurring Contribution ID, Amount Label, Product Name, SKU, Product Option, Fulfilled Date, Start date for premium, End date for premium, Test Mode, Campaign, Campaign ID, Soft Credit For, Soft Credit Amount, Soft Credit Type, Soft Credit For Contact ID, Soft Credit For Contribution ID, Payment Method, Payment Method ID, Transaction ID, Invoice ID, Invoice Number, Receipt Date, Thank-you Date, Cancelled / Refunded Date, Cancellation / Refund Reason, Fee Amount, Net Amount, Non-deductible Amount, Check Number, Contribution Page ID, Premium, Test, Is Pay Later, Campaign Title, Contribution Note, Batch Name`,
  },
]
