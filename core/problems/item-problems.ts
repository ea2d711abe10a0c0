// Problems of items, whatever channel they came by, and of records that are edited as items. A part of core/problems/problems.ts.

import type { ProblemTable } from '@satchel/protocol/problem'

export const itemProblems = {
  'item/not-known': { blame: 'operator', retry: 'never', exit: 2, about: 'There is no such item in quarantine.' },
  'item/not-a-reply': {
    blame: 'sender',
    retry: 'never',
    exit: 3,
    about: 'The item is neither a reply file, nor a text form, nor a sealed reply.',
  },
  'mail/no-form': { blame: 'sender', retry: 'never', exit: 3, about: 'The mail carries no form that can be read.' },
  'submission/empty': {
    blame: 'sender',
    retry: 'never',
    exit: 3,
    about: 'A submission names neither a token nor an address.',
  },
  'upload/alone': { blame: 'sender', retry: 'never', exit: 3, about: 'No submission names this uploaded file.' },
  'item/poison': {
    blame: 'operator',
    retry: 'never',
    exit: 3,
    about: 'The program stopped five times while it worked on this item.',
  },
  'token/not-known': {
    blame: 'sender',
    retry: 'never',
    exit: 3,
    about: 'The reply carries no token that we gave out.',
  },
  'token/other-packet': { blame: 'sender', retry: 'never', exit: 3, about: 'The token belongs to another packet.' },
  'token/used-up': {
    blame: 'sender',
    retry: 'never',
    exit: 3,
    about: 'More replies came with this token than allowed.',
  },
  'edit/not-taken': {
    blame: 'operator',
    retry: 'never',
    exit: 3,
    about: 'An edit could not be merged; its text is in quarantine.',
  },
  'edit/no-editor': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'There is no editor to open the record in, or it ended with a fault.',
  },
  'packet/other-epoch': {
    blame: 'sender',
    retry: 'never',
    exit: 3,
    about: 'The reply names another epoch than its packet has.',
  },
  'packet/erased': {
    blame: 'sender',
    retry: 'never',
    exit: 3,
    about: 'The record of this packet was erased; nothing is taken for it.',
  },
  'reply/not-storable': {
    blame: 'sender',
    retry: 'never',
    exit: 3,
    about: 'The reply holds characters or numbers that the database cannot store.',
  },
  'reply/too-many-rows': {
    blame: 'sender',
    retry: 'never',
    exit: 3,
    about: 'The reply states more rows than a record has.',
  },
  'reply/states-twice': { blame: 'sender', retry: 'never', exit: 3, about: 'The reply states one field or row twice.' },
} as const satisfies ProblemTable<string>
