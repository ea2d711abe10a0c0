// Decides the next steps of a person in a home folder. It decides from facts and reads nothing itself, so that each case is a test.

export interface Step {
  readonly why: string
  /** A command to type as it stands, or with a name of one's own in it. */
  readonly command: string
}

export interface Facts {
  /** The reason why the database cannot be asked. */
  readonly away: 'no-home' | 'half-made' | 'stopped' | 'not-migrated' | null
  readonly isEmbedded: boolean
  /** Whether whoever asks may read what waits for the office. A salesperson has their own work alone. */
  readonly isOffice: boolean
  /** Work of whoever asks that is due by today: how much, how much of it since an earlier day, and the first things. */
  readonly due: { readonly total: number; readonly late: number; readonly first: readonly string[] }
  /** Numbers by the queues' names, as `satchel status` shows them. */
  readonly queues: Readonly<Record<string, number>>
  /** Short names of those who work here and for whom nobody has chosen how their letters are protected. */
  readonly unprotected: readonly string[]
  /** Short names of those for whom nobody has confirmed since a restore how their letters are protected. */
  readonly unconfirmed: readonly string[]
  readonly begun: { readonly staff: boolean; readonly people: boolean; readonly packets: boolean }
  /** Files in the inbox and in the spools that no import has taken. */
  readonly inboxFiles: number
  /** Mails in mailboxes on this disk that no round has taken; of an account on a server nobody knows without asking it. */
  readonly mails: number
  /** Files in the inbox that no import will take: too large, or no plain files. */
  readonly inboxRefused: number
  readonly isRecoveryHere: boolean
  /** Days since the newest backup; null: there is none. */
  readonly backupDays: number | null
  /** Restored, and not yet read again what came since. */
  readonly isRestoring: boolean
  readonly keysMissing: readonly string[]
  /** Why the logo of the settings is not shown. */
  readonly logoFault: string | null
  /** Channels that did not work in the last round. */
  readonly channelsAway: readonly string[]
  /** Intakes that were not told yet to forget items of erased people. */
  readonly unforgetful: readonly string[]
  /** Intakes that did in the last round what no honest one does. */
  readonly dishonest: readonly string[]
  /** Channels that answered in the last round and refused us: name, what they refuse, and what to do. */
  readonly channelsRefused: readonly string[]
}

/** A week's work is what most offices can type in again. */
const backupDue = 7

/** More than a person takes in at a glance is a list, not advice. */
export const maxSteps = 5

/** The most urgent first, {@link maxSteps} at the most. Empty: nothing is left to do. */
export function nextSteps(facts: Facts): readonly Step[] {
  return (facts.away === null ? dueSteps(facts) : beforeAnything(facts)).slice(0, maxSteps)
}

function beforeAnything({ away, isEmbedded }: Facts): readonly Step[] {
  switch (away) {
    case 'no-home':
      return [
        { why: 'to see what Satchel does, with invented people', command: 'satchel demo' },
        {
          why: 'to begin with your own: makes the home folder, keys and database',
          command: 'satchel init --organisation "Our organisation" --mail core@example.org --calling-code +256',
        },
      ]
    case 'half-made':
      return [
        {
          why: 'the making of this home folder was stopped half-way; the same command goes on',
          command: 'satchel init',
        },
      ]
    case 'not-migrated':
      return [{ why: 'the database waits for a migration', command: 'satchel db migrate' }]
    default:
      return isEmbedded
        ? [{ why: 'the database is stopped', command: 'satchel db start' }]
        : [
            {
              why: 'the database does not answer: look at its server and the network, then',
              command: 'satchel db status',
            },
          ]
  }
}

const many = (count: number, one: string, more = `${one}s`) => `${count} ${count === 1 ? one : more}`
const listed = (names: readonly string[]) =>
  names.length > 4 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} others` : names.join(', ')
const when = (condition: boolean, step: Step): readonly Step[] => (condition ? [step] : [])

const dueSteps = (facts: Facts): readonly Step[] => [...ownSteps(facts), ...(facts.isOffice ? officeSteps(facts) : [])]

const officeSteps = (facts: Facts): readonly Step[] => [
  ...faultSteps(facts),
  ...waitingSteps(facts),
  ...beginnerSteps(facts),
]

/** One's own work of today: nobody else does it. */
function ownSteps({ due: { total, late, first } }: Facts): readonly Step[] {
  const since = late === 0 ? '' : `, ${late === total ? 'all' : String(late)} since an earlier day`
  const more = total > first.length ? `; and ${total - first.length} more` : ''
  return when(total > 0, {
    why: `${many(total, 'thing is', 'things are')} due for you${since}: ${first.join('; ')}${more}`,
    command: 'satchel due',
  })
}

/** What is broken or away, before anything that waits. */
function faultSteps(facts: Facts): readonly Step[] {
  return [
    ...facts.keysMissing.map(key => ({
      why: `the ${key} key is missing: bring it back from a backup`,
      command: 'satchel keys list',
    })),
    ...facts.channelsRefused.map(why => ({ why, command: 'satchel status' })),
    ...when(facts.channelsAway.length > 0, {
      why: `away in the last round: ${facts.channelsAway.join(', ')}; satchel status says why, and another round tries again`,
      command: 'satchel run --once',
    }),
    ...when(facts.dishonest.length > 0, {
      why: `not honest in the last round: ${facts.dishonest.join(', ')}; satchel status says what it did`,
      command: 'satchel status',
    }),
    ...when(facts.unforgetful.length > 0, {
      why: `items of erased people are still at ${facts.unforgetful.join(', ')}: the next pull that reaches it removes them`,
      command: 'satchel pull',
    }),
    ...when(facts.logoFault !== null, {
      why: `letters and pages leave without the logo: ${facts.logoFault}`,
      command: 'satchel look',
    }),
    // before what came since is read again: nobody is proven by what may have been replaced
    ...when(facts.unconfirmed.length > 0, {
      why: `check protection after the restore: no packet goes to ${listed(facts.unconfirmed)} until it is confirmed`,
      command: 'satchel staff confirm',
    }),
    ...when(facts.isRestoring, {
      why: 'restored from a backup: no letter leaves until what came since was read again',
      command: 'satchel run',
    }),
  ]
}

/** What waits for somebody. */
function waitingSteps(facts: Facts): readonly Step[] {
  const { queues } = facts
  const waits = (queue: string, command: string, one: string, more?: string): readonly Step[] => {
    const count = queues[queue] ?? 0
    return count === 0 ? [] : [{ why: many(count, one, more), command }]
  }
  return [
    ...waits(
      'letters parked',
      'satchel db release --letters',
      'letter waits since the restore',
      'letters wait since the restore',
    ),
    ...when(facts.unprotected.length > 0, {
      why: `no packet goes to ${listed(facts.unprotected)}: nobody has chosen how their letters are protected (passphrase, pgp or plain)`,
      command: `satchel staff protection ${facts.unprotected[0]} passphrase`,
    }),
    ...waits(
      'keys of staff that end',
      'satchel staff key show',
      'colleague gets letters to a key that ends, or has ended',
      'colleagues get letters to keys that end, or have ended',
    ),
    ...waits('letters failed', 'satchel letter list', 'letter could not be sent', 'letters could not be sent'),
    ...waits('held changes', 'satchel review list', 'change waits for you', 'changes wait for you'),
    ...waits(
      'refused changes',
      'satchel review list --refused',
      'refused change that nobody has seen',
      'refused changes that nobody has seen',
    ),
    ...waits(
      'quarantined items',
      'satchel quarantine list',
      'item could not be imported',
      'items could not be imported',
    ),
    ...waits('inquiries', 'satchel inquiry list', 'question from outside', 'questions from outside'),
    ...when(facts.mails > 0, {
      why: `${many(facts.mails, 'mail')} in the mailbox to import`,
      command: 'satchel run --once',
    }),
    ...when(facts.inboxFiles + (queues['waiting items'] ?? 0) > 0, {
      why: `${many(facts.inboxFiles + (queues['waiting items'] ?? 0), 'item')} to import`,
      command: 'satchel import',
    }),
    ...when(facts.inboxRefused > 0, {
      why: `${many(facts.inboxRefused, 'file')} in the inbox that no import takes; it says why: move them away`,
      command: 'satchel import',
    }),
    // nothing leaves while what came since the backup was not read again
    ...when(!facts.isRestoring && (queues['letters to send'] ?? 0) + (queues['wishes for forms'] ?? 0) > 0, {
      why: `${many((queues['letters to send'] ?? 0) + (queues['wishes for forms'] ?? 0), 'letter')} to send`,
      command: 'satchel send',
    }),
  ]
}

/** What has not been done yet, or not for some days. */
function beginnerSteps(facts: Facts): readonly Step[] {
  const { begun } = facts
  return [
    ...when(!begun.staff, {
      why: 'nobody works here yet: whoever shall get packets needs a name and an address',
      command: 'satchel staff add anna --name "Anna Auma" --email anna@example.org',
    }),
    ...when(!begun.people, {
      why: 'there are no people yet: a spreadsheet, saved as CSV, brings them in',
      command: 'satchel load people.csv --owner anna --dry-run',
    }),
    ...when(begun.staff && begun.people && !begun.packets, {
      why: 'no record has left yet',
      command: 'satchel --as anna dispatch --query people/mine --param limit=1 --to anna',
    }),
    ...when(begun.people && (facts.backupDays === null || facts.backupDays >= backupDue), {
      why: facts.backupDays === null ? 'there is no backup yet' : `the last backup is ${facts.backupDays} days old`,
      command: 'satchel db backup /media/backup',
    }),
    ...when(facts.isRecoveryHere, {
      why: 'the recovery key lies on this host: write its passphrase down and move keys/recovery-private.asc to a safe place',
      command: 'satchel keys list',
    }),
    ...when(begun.packets, { why: 'mail, files, import, letters: all of it, continuously', command: 'satchel run' }),
  ]
}
