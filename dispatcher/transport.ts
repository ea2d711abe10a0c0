// The interface of every mail transport, out and in. A transport moves bytes: it decides nothing about them, and it is where
// no letter is counted as sent and no mail as taken before it is.

/** A letter as compose made it. */
export interface OutgoingLetter {
  /** Stable id of this sending. */
  readonly id: string
  /** One plain address. */
  readonly to: string
  /** With a Return-Path header: the envelope's sender. It stays in a mailbox on disk and is taken out elsewhere. */
  readonly bytes: Uint8Array
}

export interface MailOut {
  /**
   * Resolves when the letter is somebody else's to deliver, or lies in a mailbox. Called again after a crash with the same
   * letter it may make one more copy, with the same Message-ID.
   * @throws Problem: retry `later` may be tried again, `never` is final.
   */
  send(letter: OutgoingLetter): Promise<'sent'>
  close(): Promise<void>
}

/**
 * Makes a mail durable; only when it resolves, the mail leaves where it came from. What it throws ends the taking, and the
 * mail stays.
 */
export type Keep = (raw: Uint8Array, info: { readonly received: Date }) => Promise<void>

/** A mail that was not given to `keep`. */
export interface PassedOver {
  /** too-large: moved to Rejected. not-readable: left where it is. */
  readonly reason: 'too-large' | 'not-readable'
  /** Which one, for the operator: a file or a UID. */
  readonly which: string
  /** The beginning of a too large one, headers for most of them, so that its sender can be told; else null. */
  readonly head: Uint8Array | null
}

export interface Taken {
  readonly taken: number
  readonly passedOver: readonly PassedOver[]
}

export interface MailIn {
  /**
   * Gives each waiting mail to `keep`, oldest first, then moves it to Done. A mail may be given again after a crash, and two
   * takers may both be given it: its bytes are the same then.
   * @param stop ends it between two mails.
   */
  take(keep: Keep, stop: AbortSignal): Promise<Taken>
  /**
   * Gives each mail of Done to `keep`, and leaves it there: after a restore, what was taken since the backup is read again.
   * @returns how many.
   */
  again(keep: Keep, stop: AbortSignal): Promise<number>
  /**
   * Calls back when there may be new mail, until the signal: a hint, after which one takes. It is called once in the
   * beginning, and may be called for nothing.
   */
  watch(onMail: () => void, signal: AbortSignal): Promise<void>
}

/** How much of a too large mail is kept for telling its sender. */
export const headBytes = 64 * 1024
