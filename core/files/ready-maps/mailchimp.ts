// Mailchimp, an audience: subscribed, unsubscribed, cleaned and non-subscribed members.

import type { ReadyMap } from './ready-map.ts'

const unsubscribed = 'says that this person unsubscribed: loaded, they would get letters again'

export const mailchimp: ReadyMap = {
  name: 'mailchimp',
  about: 'a Mailchimp audience',
  known: [
    'Email Address, MEMBER_RATING, LEID',
    'Email Address, OPTIN_TIME, LAST_CHANGED',
    'Email, MEMBER_RATING, OPTIN_TIME',
  ],
  takes: {
    'Email Address': 'email',
    Email: 'email',
    'First Name': 'given-name',
    'Last Name': 'family-name',
    'Full Name': 'name',
    Name: 'name',
    FNAME: 'given-name',
    LNAME: 'family-name',
    'Phone Number': 'phone',
    Phone: 'phone',
    Language: 'language',
    NOTES: 'note',
    EUID: 'uid',
  },
  leaves:
    'MEMBER_RATING, OPTIN_TIME, OPTIN_IP, CONFIRM_TIME, CONFIRM_IP, LATITUDE, LONGITUDE, GMTOFF, DSTOFF, TIMEZONE, CC, REGION, LAST_CHANGED, LEID, TAGS, SOURCE, Address, Birthday, Company, UNSUB_CAMPAIGN_TITLE, UNSUB_CAMPAIGN_ID, UNSUB_REASON, UNSUB_REASON_OTHER, CLEAN_CAMPAIGN_TITLE, CLEAN_CAMPAIGN_ID',
  refuses: {
    UNSUB_TIME: unsubscribed,
    CLEAN_TIME: 'says that mail to this address came back',
  },
}
