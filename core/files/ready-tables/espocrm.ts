// EspoCRM: accounts, opportunities and cases. A CSV has the names of attributes.

import type { TableMap } from './table-map.ts'

/** Of every list of EspoCRM. */
const stamps =
  'deleted, createdAt, Created At, modifiedAt, Modified At, createdById, createdByName, Created By, modifiedById, modifiedByName, Modified By, assignedUserId, assignedUserName, Assigned User, teamsIds, teamsNames, Teams, streamUpdatedAt, isFollowed, isStarred, versionNumber'

export const espocrmTables: readonly TableMap[] = [
  {
    name: 'espocrm',
    about: 'EspoCRM accounts',
    type: 'organization',
    known: [
      'name, website, emailAddress, phoneNumber, billingAddressStreet',
      'name, industry, sicCode, billingAddressCity',
    ],
    takes: {
      id: 'uid',
      name: 'name',
      website: 'website',
      emailAddress: 'email',
      phoneNumber: 'phone',
      industry: 'industry',
      billingAddressStreet: 'line1',
      billingAddressCity: 'city',
      billingAddressState: 'region',
      billingAddressPostalCode: 'postcode',
      billingAddressCountry: 'country',
      description: 'note',
    },
    before: { id: 'espocrm:Account:' },
    words: {
      industry: {
        Agriculture: 'farming',
        Education: 'school',
        Healthcare: 'health',
        Transportation: 'transport',
        Wholesale: 'trade',
        Retail: 'trade',
      },
    },
    others: { industry: 'other' },
    leaves: `type, sicCode, contactRole, accountStatus, campaignId, campaignName, originalLeadId, originalLeadName, targetListsIds, targetListsNames, targetListIsOptedOut, emailAddressData, phoneNumberData, emailAddressIsOptedOut, emailAddressIsInvalid, phoneNumberIsOptedOut, phoneNumberIsInvalid, billingAddressMap, shippingAddressStreet, shippingAddressCity, shippingAddressState, shippingAddressCountry, shippingAddressPostalCode, shippingAddressMap, contactIsInactive, ${stamps}`,
  },
  {
    name: 'espocrm',
    about: 'EspoCRM opportunities',
    type: 'deal',
    known: ['name, amount, amountCurrency, stage, closeDate', 'name, amount, accountId, stage, probability'],
    takes: {
      id: 'uid',
      name: 'name',
      amount: 'amount',
      amountCurrency: 'currency',
      accountId: 'party',
      contactId: 'contact',
      probability: 'probability',
      closeDate: 'expected',
      description: 'note',
      stage: 'outcome',
    },
    // people of EspoCRM are loaded with this program's name before their key
    before: { id: 'espocrm:Opportunity:', accountId: 'espocrm:Account:', contactId: 'espocrm:' },
    words: { outcome: { 'Closed Won': 'won', 'Closed Lost': 'lost' } },
    // the stages before the end are those of another program
    others: { outcome: '' },
    gives: { kind: 'opportunity' },
    leaves: `amountConverted, amountWeightedConverted, accountName, Account, contactName, contactsIds, contactsNames, contactsColumns, contactRole, campaignId, campaignName, originalLeadId, originalLeadName, lastStage, leadSource, ${stamps}`,
  },
  {
    name: 'espocrm',
    about: 'EspoCRM cases',
    type: 'ticket',
    known: ['name, number, status, priority', 'name, status, priority, accountId, contactId'],
    takes: {
      id: 'uid',
      number: 'id',
      name: 'name',
      priority: 'priority',
      accountId: 'party',
      contactId: 'contact',
      description: 'description',
    },
    before: { id: 'espocrm:Case:', number: 'case-', accountId: 'espocrm:Account:', contactId: 'espocrm:' },
    words: { priority: { Urgent: 'high' } },
    leaves: `status, type, accountName, Account, contactName, Contact, leadId, leadName, contactsIds, contactsNames, inboundEmailId, inboundEmailName, attachmentsIds, attachmentsNames, attachmentsTypes, collaboratorsIds, collaboratorsNames, isInternal, originalEmailId, ${stamps}`,
  },
]
