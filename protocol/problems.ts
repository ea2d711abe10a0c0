// Everything that can be wrong with bytes from outside, in one table. docs/problems.md explains each code.

import { type ProblemTable, problemsOf } from './problem.ts'

export const protocolProblems = {
  'sexp/too-large': { blame: 'sender', retry: 'never', exit: 3, about: 'The text is larger than its kind may be.' },
  'sexp/too-deep': { blame: 'sender', retry: 'never', exit: 3, about: 'Lists are nested deeper than allowed.' },
  'sexp/too-many': { blame: 'sender', retry: 'never', exit: 3, about: 'The file has more parts than allowed.' },
  'sexp/not-sx1': {
    blame: 'sender',
    retry: 'never',
    exit: 3,
    about: 'The text is not a well-formed SX1 s-expression.',
  },
  'record/not-valid': {
    blame: 'sender',
    retry: 'never',
    exit: 3,
    about: 'The s-expression is well-formed, but does not fit its kind of file.',
  },
  'envelope/too-large': { blame: 'sender', retry: 'never', exit: 3, about: 'The sealed file is larger than allowed.' },
  'envelope/damaged': {
    blame: 'sender',
    retry: 'never',
    exit: 3,
    about: 'The sealed file is cut, changed, or not in our format.',
  },
  'envelope/not-ours': { blame: 'sender', retry: 'never', exit: 3, about: 'The file is not sealed to our key.' },
  'envelope/recipients': { blame: 'sender', retry: 'never', exit: 3, about: 'The file is sealed to too many keys.' },
  'key/not-public': {
    blame: 'operator',
    retry: 'never',
    exit: 12,
    about: 'A private key is in the place of a public one.',
  },
  'key/expired': {
    blame: 'operator',
    retry: 'never',
    exit: 12,
    about: 'The key, or the part that seals, has expired.',
  },
  'key/revoked': { blame: 'operator', retry: 'never', exit: 12, about: 'The owner of the key has revoked it.' },
  'key/weak': { blame: 'operator', retry: 'never', exit: 12, about: 'The key is too short or of an outdated kind.' },
  'key/not-compatible': {
    blame: 'operator',
    retry: 'never',
    exit: 12,
    about: 'The key is of a kind, or asks for messages, that GnuPG 2.2 cannot open.',
  },
  'key/not-usable': {
    blame: 'operator',
    retry: 'never',
    exit: 12,
    about: 'The key is locked, not valid yet, or has no part for encryption.',
  },
  'key/not-readable': { blame: 'operator', retry: 'never', exit: 12, about: 'The text is not an OpenPGP key.' },
  'disk/full': { blame: 'operator', retry: 'later', exit: 10, about: 'The disk is full, or a quota is reached.' },
  'spool/changed': {
    blame: 'operator',
    retry: 'never',
    exit: 3,
    about: 'The bytes of a spool file do not match its name.',
  },
  'spool/missing': { blame: 'operator', retry: 'never', exit: 3, about: 'A spool file is not where it should be.' },
  'signature/missing': { blame: 'peer', retry: 'never', exit: 3, about: 'A request or file is not signed.' },
  'signature/not-readable': {
    blame: 'peer',
    retry: 'never',
    exit: 3,
    about: 'A signature is not of the agreed form, or covers other parts than agreed.',
  },
  'signature/wrong': {
    blame: 'peer',
    retry: 'never',
    exit: 3,
    about: 'A request or file was changed, or signed with another key.',
  },
  'signature/old': {
    blame: 'peer',
    retry: 'later',
    exit: 3,
    about: 'A request was signed too long ago, or in the future.',
  },
  'signature/reused': { blame: 'peer', retry: 'later', exit: 3, about: 'A signed request came a second time.' },
} as const satisfies ProblemTable<string>

export const problem = problemsOf(protocolProblems)
