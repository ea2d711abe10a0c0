// An act: the request of an item, once it was opened and read. Reading decides nothing; apply-act.ts carries it out, in one
// transaction with the item's final state.

import type { MailReport } from '@satchel/dispatcher/mail-kind/judge-mail'
import type { Problem } from '@satchel/protocol/problem'
import type { Reply } from '@satchel/protocol/messages/reply'
import type { ReplyData } from './reply-data.ts'

/** A file that came with a submission: the item name of the sealed upload, the sender's words for it. */
export interface NamedFile {
  readonly item: string
  readonly name: string
  readonly type: string
  /** Where the sender sealed the reply: the files that it announces. This one has to be one of them, whatever it is called outside. */
  readonly announced?: readonly (Reply['files'][number] & { readonly reply: string | null })[]
}

/** By what the letter that an item answers may be known where nothing of the item can be taken: its holder is told. */
export interface Hints {
  /** Hashes of the tokens that it names, or that the addresses hold to which it came. */
  readonly tokens: readonly string[]
  /** Message-ID that it answers. */
  readonly answers?: string | null
  /** Packets that it names; only where it came from one of us. */
  readonly packets?: readonly string[]
}

/** One copy of a form, of those that an item holds. */
export interface Copy {
  readonly reply: ReplyData
  /** Hashes of tokens that may be meant, the one that it names first; more than one where that may be damaged. */
  readonly tokens: readonly string[]
}

/** The fault of a form that an item holds beside others, and its packet where that can be read. */
export interface Fault {
  readonly problem: Problem
  readonly packet: string | null
}

/** Words that a person wrote beside a form or instead of one, and files that are no form: a person reads them. */
export interface Kept {
  /** Address that the mail names as its author. A claim. */
  readonly email: string | null
  readonly message: string
  readonly language: string | null
  /** They asked to be called. */
  readonly call?: boolean
  readonly files: readonly { readonly name: string; readonly type: string; readonly size: number }[]
}

export type Act = Asked & { readonly kept?: Kept }

type Asked =
  | {
      readonly act: 'reply'
      readonly reply: ReplyData
      readonly evidence: 'weak' | 'strong'
      /** When it was received, as stands inside the seal; countedTime says what it is worth. null: nothing is said. */
      readonly received: Date | null
      readonly files: readonly NamedFile[]
      readonly hints?: Hints
    }
  /** Several copies of forms, of one packet or of more: which of them count is decided where packets are known. */
  | {
      readonly act: 'copies'
      readonly copies: readonly Copy[]
      readonly faults: readonly Fault[]
      readonly evidence: 'weak' | 'strong'
      readonly received: Date | null
      readonly files: readonly NamedFile[]
      readonly hints?: Hints
    }
  /** A file of one of us that cannot be read. */
  | { readonly act: 'unread'; readonly fault: Problem; readonly hints: Hints }
  | {
      readonly act: 'unsubscribe'
      /** Hash of a token, or the address that was typed in. */
      readonly token: string | null
      readonly mailto: string | null
      readonly basis: string
      readonly received: Date | null
      /** Words of the list of purposes; `all` alone: to everything. */
      readonly purposes: readonly string[]
    }
  | { readonly act: 'form-request'; readonly mailto: string; readonly received: Date | null }
  | {
      readonly act: 'inquiry'
      readonly said: Readonly<Record<string, string>>
      readonly files: readonly NamedFile[]
      readonly received: Date | null
    }
  /** A file that waits for the submission that names it. */
  | { readonly act: 'upload' }
  /** The page that confirms a change: hash of its token. */
  | { readonly act: 'confirm'; readonly token: string; readonly received: Date | null }
  /** A mail that carries no reply, or one that cannot be read: its tokens say what it may still mean. */
  | {
      readonly act: 'mail'
      /** Hashes of the tokens in the addresses that it came to. */
      readonly tokens: readonly string[]
      readonly word: 'yes' | 'stop' | 'start' | null
      /** The one author whom a mail server of ours vouches for. */
      readonly sender: string | null
      readonly fault: Problem
      /** The text to keep when the word counts: all but its line. */
      readonly beside?: Kept
      /** Message-ID that it answers. A hint, no more. */
      readonly answers?: string | null
      readonly hints?: Hints
      /** The reply that it carries all the same. */
      readonly otherwise?: Act
    }
  /** A report about a letter. */
  | {
      readonly act: 'bounce'
      readonly tokens: readonly string[]
      readonly report: MailReport
      /** The act of the mail where none of its tokens is of a bounce address; null for a report by its form. */
      readonly otherwise: Act | null
    }
  /** Nothing to do, and nothing to answer. */
  | { readonly act: 'noted'; readonly why: string }
