// EspoCRM, contacts: a CSV has the names of its attributes, an Excel file their English labels.

import type { ReadyMap } from './ready-map.ts'

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
  leaves:
    'name, deleted, accountId, accountName, Account, accountsIds, accountsNames, accountsColumns, accountRole, accountIsInactive, accountType, title, emailAddressData, phoneNumberData, addressMap, campaignId, campaignName, Campaign, createdAt, Created At, modifiedAt, Modified At, streamUpdatedAt, createdById, createdByName, Created By, modifiedById, modifiedByName, Modified By, assignedUserId, assignedUserName, Assigned User, teamsIds, teamsNames, Teams, targetListsIds, targetListsNames, targetListIsOptedOut, portalUserId, portalUserName, Portal User, hasPortalUser, originalLeadId, originalLeadName, opportunityRole, acceptanceStatus, acceptanceStatusMeetings, acceptanceStatusCalls, originalEmailId, isStarred, isFollowed, versionNumber',
}
