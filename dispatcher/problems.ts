// Everything that can go wrong with letters, mails and folders, in one table. docs/problems.md explains each code.

import { type ProblemTable, problemsOf } from '@satchel/protocol/problem'

export const dispatcherProblems = {
  'address/not-valid': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'An e-mail address is not one plain address.',
  },
  'folder/not-readable': { blame: 'operator', retry: 'later', exit: 2, about: 'A watched folder cannot be read.' },
  'mail/too-large': { blame: 'sender', retry: 'never', exit: 3, about: 'The mail is larger than a mail may be.' },
  'mail/not-readable': {
    blame: 'sender',
    retry: 'never',
    exit: 3,
    about: 'The mail cannot be taken apart within the limits of time, memory and structure.',
  },
  'mail-server/not-valid': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'The address of a mail server is wrong.',
  },
  'smtp/unreachable': {
    blame: 'peer',
    retry: 'later',
    exit: 10,
    about: 'The mail server for letters does not answer.',
  },
  'smtp/turned-away': {
    blame: 'operator',
    retry: 'later',
    exit: 10,
    about: 'The mail server for letters answers, but refuses us before it accepts a letter.',
  },
  'smtp/not-safe': {
    blame: 'operator',
    retry: 'later',
    exit: 2,
    about: 'The mail server for letters has no TLS, or no valid certificate.',
  },
  'smtp/wants-tls': {
    blame: 'operator',
    retry: 'later',
    exit: 2,
    about: 'The mail server for letters requires TLS, and the connection has none.',
  },
  'smtp/login': { blame: 'operator', retry: 'later', exit: 2, about: 'The mail server for letters refuses our login.' },
  'smtp/sender-refused': {
    blame: 'operator',
    retry: 'later',
    exit: 2,
    about: 'The mail server does not let us send from our address.',
  },
  'smtp/busy': { blame: 'peer', retry: 'later', exit: 3, about: 'The mail server cannot take the letter now.' },
  'smtp/refused': { blame: 'peer', retry: 'never', exit: 3, about: 'The mail server refuses the letter for good.' },
  'smtp/unsure': {
    blame: 'peer',
    retry: 'later',
    exit: 3,
    about: 'Nobody knows whether the mail server took the letter; it is sent once more.',
  },
  'smtp/unsure-twice': {
    blame: 'peer',
    retry: 'never',
    exit: 3,
    about: 'Nobody knows whether the mail server took the letter, after two tries.',
  },
  'smtp/budget': {
    blame: 'operator',
    retry: 'later',
    exit: 3,
    about: 'More letters than the hourly limit would go out.',
  },
  'imap/unreachable': { blame: 'peer', retry: 'later', exit: 10, about: 'The mailbox server does not answer.' },
  'imap/turned-away': {
    blame: 'operator',
    retry: 'later',
    exit: 10,
    about: 'The mailbox server answers, but refuses the request.',
  },
  'imap/not-safe': {
    blame: 'operator',
    retry: 'later',
    exit: 2,
    about: 'The mailbox server has no TLS, or no valid certificate.',
  },
  'imap/wants-tls': {
    blame: 'operator',
    retry: 'later',
    exit: 2,
    about: 'The mailbox server requires TLS, and the connection has none.',
  },
  'imap/login': { blame: 'operator', retry: 'later', exit: 2, about: 'The mailbox server refuses our login.' },
  'imap/no-folder': {
    blame: 'operator',
    retry: 'later',
    exit: 2,
    about: 'A folder for mail that was taken cannot be made in the mailbox.',
  },
  'imap/not-moved': {
    blame: 'operator',
    retry: 'later',
    exit: 3,
    about: 'A mail was taken, but the mailbox server does not move it.',
  },
  'pull/address': { blame: 'operator', retry: 'never', exit: 2, about: 'The address of an intake is not valid.' },
  'pull/no-spool': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'A folder to pull from is not the spool of an intake.',
  },
  'pull/unreachable': {
    blame: 'operator',
    retry: 'later',
    exit: 10,
    about: 'An intake does not answer, or the connection was lost.',
  },
  'pull/not-safe': {
    blame: 'operator',
    retry: 'later',
    exit: 2,
    about: 'An intake answers without TLS, or has no valid certificate.',
  },
  'pull/failed': { blame: 'operator', retry: 'later', exit: 10, about: 'An intake could not fulfil a request.' },
  'pull/refused': {
    blame: 'operator',
    retry: 'never',
    exit: 12,
    about: 'An intake does not accept the signature of this core.',
  },
  'pull/newer-run': {
    blame: 'operator',
    retry: 'never',
    exit: 11,
    about: 'An intake has heard of a later core than this one, so this may be a copy or an old restore.',
  },
  'pull/not-believed': {
    blame: 'peer',
    retry: 'never',
    exit: 3,
    about: 'An intake gave an answer that no intake of ours gives.',
  },
  'pull/not-there': {
    blame: 'peer',
    retry: 'never',
    exit: 3,
    about: 'An intake does not have an item that it listed.',
  },
} as const satisfies ProblemTable<string>

export const problem = problemsOf(dispatcherProblems)
