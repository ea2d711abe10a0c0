// CiviCRM: organisations among its contacts, relationships, groups, activities and contributions, under their English labels.

import type { TableMap } from './table-map.ts'

const contact = 'civicrm:'

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
    leaves:
      'Contact Subtype, Sort Name, Display Name, Nickname, Legal Name, Sic Code, Contact Source, Do Not Email, Do Not Phone, Do Not Mail, Do Not Sms, Do Not Trade, No Bulk Emails (User Opt Out), First Name, Middle Name, Last Name, Job Title, Household Name, Individual Prefix, Individual Suffix, Preferred Language, Location Type, County, Created Date, Modified Date, Group(s), Tag(s), Image Url, Legal Identifier, Current Employer, Postal Code Suffix, Phone Type, Website Type, Is Deceased, Deceased Date, Birth Date, Gender, Supplemental Address 2, Supplemental Address 3',
  },
  {
    name: 'civicrm',
    about: 'CiviCRM relationships',
    type: 'relationship',
    known: ['Contact A, Contact B, Relationship Type', 'Contact ID A, Contact ID B, Relationship Type'],
    takes: {
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
    before: { 'Contact ID A': contact, 'Contact ID B': contact },
    words: {
      kind: {
        'Employee of': 'works-for',
        'Parent of': 'parent-of',
        'Spouse of': 'married-to',
        'Partner of': 'married-to',
      },
    },
    leaves:
      'Relationship ID, Is Active, Relationship Is Active, Permission A to B, Permission B to A, Case ID, Created Date, Modified Date',
  },
  {
    name: 'civicrm',
    about: 'CiviCRM groups',
    type: 'group',
    known: ['Group ID, Group Title', 'Group ID, Group Name, Group Type'],
    takes: { 'Group ID': 'uid', 'Group Title': 'name', 'Group Description': 'note' },
    before: { 'Group ID': 'civicrm:Group:' },
    gives: { kind: 'list' },
    leaves: 'Group Name, Group Type, Visibility, Is Active, Is Hidden, Is Reserved, Source, Created By, Modified By',
  },
  {
    name: 'civicrm',
    about: 'CiviCRM members of groups',
    type: 'member',
    known: ['Group ID, Contact ID, Status'],
    takes: { 'Group ID': 'group', 'Contact ID': 'entity', Status: 'status' },
    before: { 'Group ID': 'civicrm:Group:', 'Contact ID': contact },
    words: { status: { Added: 'active', Pending: 'invited', Removed: 'left' } },
    leaves: 'Group Title, Display Name, Location, Email',
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
      'Target Contact ID': 'entity',
    },
    before: { 'Target Contact ID': contact },
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
    leaves:
      'Activity ID, Duration, Location, Campaign, Campaign ID, Engagement Index, Priority, Source Contact, Source Contact ID, Target Contact, Assignee Contact, Assignee Contact ID, Phone Number, Is Test, Result, Added By, With Contact, Assigned To',
  },
  {
    name: 'civicrm',
    about: 'CiviCRM contributions',
    type: 'deal',
    known: ['Contribution ID, Contact ID, Total Amount', 'Contribution ID, Total Amount, Financial Type'],
    takes: {
      'Contribution ID': 'uid',
      'Contact ID': 'party',
      'Financial Type': 'name',
      'Total Amount': 'amount',
      Currency: 'currency',
      'Date Received': 'closed',
      'Contribution Source': 'note',
      'Contribution Status': 'outcome',
    },
    before: { 'Contribution ID': 'civicrm:Contribution:', 'Contact ID': contact },
    words: { outcome: { Completed: 'done', Cancelled: 'stopped', Failed: 'stopped', Refunded: 'stopped' } },
    others: { outcome: '' },
    gives: { kind: 'contract' },
    leaves:
      'Display Name, Sort Name, Payment Method, Payment Method ID, Transaction ID, Invoice ID, Invoice Number, Receipt Date, Thank-you Date, Cancelled / Refunded Date, Cancellation / Refund Reason, Fee Amount, Net Amount, Non-deductible Amount, Check Number, Contribution Page ID, Premium, Test, Is Pay Later, Campaign Title, Contribution Note, Batch Name',
  },
]
