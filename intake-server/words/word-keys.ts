// The words that each language needs for the public pages.

export interface Words {
  readonly language: string
  readonly home: string
  /** {org} is the organisation. */
  readonly homeText: string
  readonly writeUs: string
  readonly update: string
  readonly updateText: string
  readonly email: string
  readonly send: string
  readonly reply: string
  readonly replyText: string
  readonly replyFile: string
  readonly unsubscribe: string
  readonly unsubscribeText: string
  readonly unsubscribeAddress: string
  readonly unsubscribeButton: string
  readonly unsubscribed: string
  readonly unsubscribedText: string
  readonly inquiry: string
  readonly inquiryText: string
  readonly name: string
  readonly phone: string
  readonly message: string
  readonly files: string
  /** {count} files of {size} MiB. */
  readonly filesText: string
  readonly optional: string
  /** Beside a field that nobody sees and only programs fill in. */
  readonly leaveEmpty: string
  readonly thanks: string
  readonly thanksText: string
  readonly code: string
  readonly refused: string
  readonly refusedTooLarge: string
  readonly refusedNotForm: string
  readonly refusedEmpty: string
  readonly refusedTooFast: string
  readonly busy: string
  readonly busyText: string
  readonly notFound: string
  readonly notFoundText: string
}
