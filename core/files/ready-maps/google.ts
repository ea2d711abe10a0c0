// Google Contacts, "Google CSV": of before 2024 (Given Name, E-mail 1 - Type) and of today (First Name, E-mail 1 - Label).

import type { ReadyMap } from './ready-map.ts'

export const google: ReadyMap = {
  name: 'google',
  about: 'Google Contacts',
  known: [
    'Given Name, Family Name, Group Membership',
    'First Name, Last Name, File As, Labels',
    'First Name, Phonetic First Name, Labels',
    'Given Name, E-mail 1 - Value',
    'First Name, E-mail 1 - Value',
    'Given Name, Phone 1 - Value',
    'First Name, Phone 1 - Value',
  ],
  takes: {
    'Given Name': 'given-name',
    'First Name': 'given-name',
    'Additional Name': 'middle-name',
    'Middle Name': 'middle-name',
    'Family Name': 'family-name',
    'Last Name': 'family-name',
    'Name Prefix': 'prefix',
    'Name Suffix': 'suffix',
    Birthday: 'born',
    Notes: 'note',
    Language: 'language',
    'E-mail # - Value': 'email',
    'Phone # - Value': 'phone',
    'Website # - Value': 'web',
    'Address # - Street': 'line1@#',
    'Address # - PO Box': 'line2@#',
    'Address # - Extended Address': 'line2@#',
    'Address # - City': 'city@#',
    'Address # - Region': 'region@#',
    'Address # - Postal Code': 'postcode@#',
    'Address # - Country': 'country@#',
  },
  kinds: { 'Phone # - Value': 'Phone # - Type, Phone # - Label' },
  leaves:
    'Name, Yomi Name, Given Name Yomi, Additional Name Yomi, Family Name Yomi, Phonetic First Name, Phonetic Middle Name, Phonetic Last Name, Initials, Nickname, Short Name, Maiden Name, File As, Gender, Location, Billing Information, Directory Server, Mileage, Occupation, Hobby, Sensitivity, Priority, Subject, Photo, Group Membership, Labels, E-mail # - Type, E-mail # - Label, Phone # - Type, Phone # - Label, Website # - Type, Website # - Label, Address # - Type, Address # - Label, Address # - Formatted, IM # - Type, IM # - Label, IM # - Service, IM # - Value, Organization Name, Organization Title, Organization Department, Organization # - Type, Organization # - Label, Organization # - Name, Organization # - Yomi Name, Organization # - Title, Organization # - Department, Organization # - Symbol, Organization # - Location, Organization # - Job Description, Relation # - Type, Relation # - Label, Relation # - Value, Event # - Type, Event # - Label, Event # - Value, Custom Field # - Type, Custom Field # - Label, Custom Field # - Value, External ID # - Type, External ID # - Label, External ID # - Value, Calendar Link # - Type, Calendar Link # - Value, Jot # - Type, Jot # - Value',
}
