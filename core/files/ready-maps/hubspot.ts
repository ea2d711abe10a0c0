// HubSpot, contacts: the columns of a view, or all properties (about 200, most of them about mails and visits).

import type { ReadyMap } from './ready-map.ts'

export const hubspot: ReadyMap = {
  name: 'hubspot',
  about: 'HubSpot contacts',
  known: [
    'Record ID, First Name, Last Name, Email',
    'Record ID, First Name, Last Name, Lifecycle Stage',
    'Contact ID, First Name, Last Name, Lifecycle Stage',
    'First Name, Last Name, Lifecycle Stage, Contact owner',
  ],
  takes: {
    'Record ID': 'uid',
    'Contact ID': 'uid',
    'First Name': 'given-name',
    'Last Name': 'family-name',
    Salutation: 'prefix',
    Email: 'email',
    'Work email': 'email',
    'Phone Number': 'phone',
    'Mobile Phone Number': 'phone',
    'WhatsApp Phone Number': 'phone',
    'Street Address': 'line1',
    City: 'city',
    'State/Region': 'region',
    'Postal Code': 'postcode',
    'Country/Region': 'country',
    'Date of birth': 'born',
    'Preferred language': 'language',
    'Website URL': 'web',
  },
  stops: {
    'Unsubscribed from all email': 'says that this person wants no letters',
    'Email hard bounce reason': 'says that mail to this person came back',
    'Invalid email address': 'says that the e-mail address is wrong',
    'Email Address Quarantined': 'says that the e-mail address is not written to',
    'Opted out of email: One to One': 'says that this person wants no letters',
    'Opted out of email: Marketing Information': 'says that this person wants no letters',
    'Opted out of email: Customer Service Communication': 'says that this person wants no letters',
  },
  leaves:
    'Full Name, Contact owner, Last Activity Date, Last Activity Date (CET), Last Activity Date (CEST), Last Activity Date (EST), Last Activity Date (EDT), Last Activity Date (GMT), Last Activity Date (UTC), Create Date, Create Date (CET), Create Date (CEST), Create Date (EST), Create Date (EDT), Create Date (GMT), Create Date (UTC), Last Modified Date, Lead Status, Lifecycle Stage, Marketing contact status, Marketing contact until next update, Primary Company, Primary Associated Company ID, Associated Company, Associated Company IDs, Associated Deal, Associated Deal IDs, Associated Ticket, Associated Ticket IDs, Associated Payment, Associated Payment IDs, Associated Subscription, Associated Subscription IDs, Company Name, Company size, Company domain name, Job Title, Job function, Industry, Persona, Gender, Marital Status, Military status, Relationship Status, Degree, Field of study, School, Graduation date, Seniority, Start date, Status, Message, Membership Notes, Fax Number, Twitter Username, Time Zone, Email Domain, Domain name, Annual Revenue, Average Pageviews, Number of Pageviews, Number of Sessions, Number of Form Submissions, Number of Unique Forms Submitted, Number of Sales Activities, Number of times contacted, Number of Associated Deals, Number of Employees, Number of event completions, Number of sequences enrolled, Original Source, Original Source Drill-Down 1, Original Source Drill-Down 2, Latest Source, Latest Source Date, Latest Source Drill-Down 1, Latest Source Drill-Down 2, First Conversion, First Conversion Date, Recent Conversion, Recent Conversion Date, First Page Seen, Last Page Seen, First Referring Site, Last Referring Site, Time First Seen, Time Last Seen, Time of First Context, Time of Last Context, Last Contacted, Last Engagement Date, Next Activity Date, HubSpot Score, HubSpot Team, Lead Rating, Likelihood to close, Close Date, Total Revenue, Owner Assigned Date, IP City, IP Country, IP Country Code, IP State/Region, IP State Code/Region Code, IP Timezone, Marketing emails bounced, Marketing emails clicked, Marketing emails delivered, Marketing emails opened, Marketing emails replied, Sends Since Last Engagement, Created by user ID, Object create date/time',
}
