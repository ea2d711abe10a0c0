// CiviCRM, contacts: "primary fields", or the fields of a mapping under their English labels.

import type { ReadyMap } from './ready-map.ts'

export const civicrm: ReadyMap = {
  name: 'civicrm',
  about: 'CiviCRM contacts',
  known: [
    'Contact ID, Contact Type, First Name, Last Name',
    'Contact ID, First Name, Last Name, Street Address',
    'Contact ID, First Name, Last Name, Supplemental Address 1',
    'Contact ID, Display Name, First Name, Last Name',
    'First Name, Last Name, Supplemental Address 1, Individual Prefix',
  ],
  takes: {
    'Contact ID': 'uid',
    'External Identifier': 'hid',
    'Individual Prefix': 'prefix',
    'First Name': 'given-name',
    'Middle Name': 'middle-name',
    'Last Name': 'family-name',
    'Individual Suffix': 'suffix',
    'Formal Title': 'title',
    'Birth Date': 'born',
    'Preferred Language': 'language',
    Email: 'email',
    Phone: 'phone',
    'Phone Number': 'phone',
    Website: 'web',
    'Street Address': 'line1@1',
    'Supplemental Address #': 'line2@1',
    City: 'city@1',
    State: 'region@1',
    'State/Province': 'region@1',
    'Postal Code': 'postcode@1',
    Country: 'country@1',
    'Note(s)': 'note',
    Note: 'note',
  },
  only: { 'Contact Type': 'Individual' },
  stops: {
    'Do Not Email': 'says that this person wants no letters',
    'No Bulk Emails (User Opt Out)': 'says that this person wants no letters',
    'Is Opt Out': 'says that this person wants no letters',
    'Do Not Phone': 'says that this person wants no calls',
    'Do Not Mail': 'says that this person wants no post',
    'Do Not Sms': 'says that this person wants no text messages',
    'On Hold': 'says that the e-mail address is not written to',
  },
  refuses: {
    Deceased: 'says that this person has died',
    'Is Deceased': 'says that this person has died',
    'Deceased Date': 'says that this person has died',
    'Contact is in Trash': 'says that this person was deleted there',
  },
  leaves:
    'Contact Subtype, Do Not Trade, Legal Identifier, Sort Name, Display Name, Nickname, Legal Name, Image Url, Preferred Communication Method, Preferred Mail Format, Contact Hash, Contact Source, Communication Style, Email Greeting, Email Greeting ID, Email Greeting Custom, Postal Greeting, Postal Greeting ID, Postal Greeting Custom, Addressee, Addressee ID, Addressee Custom, Job Title, Gender, Household Name, Organization Name, Sic Code, Unique ID (OpenID), Current Employer, Current Employer ID, Created Date, Modified Date, Location Type, Street Number, Street Number Suffix, Street Name, Street Unit, Postal Code Suffix, Latitude, Longitude, Is Manually Geocoded, Address Name, Master Address Belongs To, Master Address ID, County, World Region, Phone Extension, Phone Type, Use for Bulk Mail, Signature Text, Signature Html, IM Provider, IM Screen Name, OpenID, Website Type, Group(s), Tag(s)',
}
