// EspoCRM, contacts and leads: a CSV has the names of its attributes, an Excel file their English labels.

import type { ReadyMap } from './ready-map.ts'

const stamps =
  'createdAt, Created At, modifiedAt, Modified At, streamUpdatedAt, createdById, createdByName, Created By, modifiedById, modifiedByName, Modified By, assignedUserId, assignedUserName, Assigned User, teamsIds, teamsNames, Teams, targetListsIds, targetListsNames, targetListIsOptedOut, acceptanceStatus, acceptanceStatusMeetings, acceptanceStatusCalls, originalEmailId, isStarred, isFollowed, versionNumber'

export const espocrm: ReadyMap = {
  name: 'espocrm',
  about: 'EspoCRM contacts',
  known: [
    'firstName, lastName, salutationName',
    'firstName, lastName, emailAddress, assignedUserName',
    'firstName, lastName, emailAddress, addressStreet',
    'First Name, Last Name, Address (Street), Assigned User',
  ],
  takes: {
    id: 'uid',
    salutationName: 'prefix',
    firstName: 'given-name',
    middleName: 'middle-name',
    lastName: 'family-name',
    emailAddress: 'email',
    Email: 'email',
    phoneNumber: 'phone',
    Phone: 'phone',
    addressStreet: 'line1',
    addressCity: 'city',
    addressState: 'region',
    addressPostalCode: 'postcode',
    addressCountry: 'country',
    description: 'note',
  },
  stops: {
    emailAddressIsOptedOut: 'says that this person wants no letters',
    'Email Address is Opted-Out': 'says that this person wants no letters',
    emailAddressIsInvalid: 'says that the e-mail address is wrong',
    phoneNumberIsOptedOut: 'says that this person wants no calls',
    phoneNumberIsInvalid: 'says that the telephone number is wrong',
    doNotCall: 'says that this person wants no calls',
    'Do Not Call': 'says that this person wants no calls',
  },
  leaves: `name, deleted, accountId, accountName, Account, accountsIds, accountsNames, accountsColumns, accountRole, accountIsInactive, accountType, title, emailAddressData, phoneNumberData, addressMap, campaignId, campaignName, Campaign, portalUserId, portalUserName, Portal User, hasPortalUser, originalLeadId, originalLeadName, opportunityRole, ${stamps}`,
}

/** A lead that was converted is a contact there, too: it is told, and not loaded as somebody else unasked. */
export const espocrmLeads: ReadyMap = {
  ...espocrm,
  about: 'EspoCRM leads',
  known: [
    'salutationName, firstName, lastName, status, source',
    'firstName, lastName, emailAddress, addressStreet, status',
    'firstName, lastName, emailAddress, assignedUserName, status',
    'firstName, lastName, opportunityAmount',
    'firstName, lastName, convertedAt',
    'First Name, Last Name, Status, Source, Assigned User, Address (Street)',
  ],
  takes: { ...espocrm.takes, website: 'web' },
  refuses: { createdContactId: 'says that this lead became a contact there' },
  leaves: `name, deleted, status, source, industry, opportunityAmount, opportunityAmountCurrency, opportunityAmountConverted, Opportunity Amount, accountName, Account Name, title, emailAddressData, phoneNumberData, addressMap, campaignId, campaignName, Campaign, convertedAt, Converted At, createdAccountId, createdAccountName, createdContactName, createdOpportunityId, createdOpportunityName, targetListId, targetListName, ${stamps}`,
}
