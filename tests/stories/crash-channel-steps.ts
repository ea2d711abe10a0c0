// Steps of the channels that can be named in SATCHEL_CRASH_AT, and which of their times is the most telling one.

export const channelSteps = {
  'mail/spooled': 2,
  'mail/kept': 2,
  'mail/moved': 1,
  'own-form/opened': 2,
  'own-form/answered': 1,
  'pull/settled': 1,
  'pull/told': 1,
  'pull/forgot': 1,
} as const
