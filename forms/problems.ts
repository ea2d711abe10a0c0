// Every problem that this folder raises. Codes are never reused.
// Text-form messages are read by the person who sent the form: line numbers, never a value.
import { type ProblemTable, problemsOf } from '@satchel/protocol/problem'

const setup = { blame: 'operator', retry: 'never', exit: 2 } as const
const sent = { blame: 'sender', retry: 'never', exit: 3 } as const

export const formProblems = {
  'form/not-valid': { ...setup, about: 'A form definition breaks the rules for definitions; every fault is listed.' },
  'words/not-valid': { ...setup, about: 'A file of fixed texts is incomplete or not in the expected shape.' },
  'words/no-such-text': {
    ...setup,
    about: 'A fixed text that the program needs is not in the words of that language.',
  },
  'form-file/not-readable': { ...setup, about: 'A file of definitions, words or templates cannot be read.' },
  'look/not-a-logo': { ...setup, about: 'The file of a logo is too large, too wide, or neither PNG nor JPEG.' },
  'packet/other-form': { ...setup, about: 'A packet was to be printed with a form that is not its own.' },
  'text-form/too-large': { ...sent, about: 'The text that holds the form is larger than a reply may be.' },
  'text-form/no-form': { ...sent, about: 'The text has no line [form], so it holds no form.' },
  'text-form/cut-off': { ...sent, about: 'The form has no line [end], so a part of it may be missing.' },
  'text-form/bad-header': { ...sent, about: 'The line below [form] does not name a form, a version and a packet.' },
  'text-form/unknown-form': { ...sent, about: 'The form named below [form] is not one of ours.' },
  'text-form/unknown-label': { ...sent, about: 'A line in brackets is not a label of the form.' },
  'text-form/label-twice': { ...sent, about: 'A label appears twice with different values below it.' },
  'text-form/mixed-quotes': { ...sent, about: 'A value is partly inside and partly outside the quoted form.' },
  'html-form/mangled': {
    ...sent,
    about: 'A posted form arrived without fields that it showed, or with one field twice.',
  },
} as const satisfies ProblemTable<string>

export const problem = problemsOf(formProblems)
