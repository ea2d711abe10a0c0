// The words that each language needs for the public pages.

export interface Words {
  readonly language: string
  readonly home: string
  readonly homeText: string
  readonly writeUs: string
  readonly update: string
  readonly email: string
  readonly send: string
  readonly reply: string
  readonly replyText: string
  readonly replyFile: string
  readonly unsubscribe: string
  /** {org} is the organisation. */
  readonly unsubscribeText: string
  readonly unsubscribeAddress: string
  readonly unsubscribeButton: string
  readonly unsubscribed: string
  readonly unsubscribedText: string
  readonly inquiry: string
  readonly inquiryText: string
  readonly name: string
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
  /** Title of the page that tells what became of a receipt. */
  readonly receipt: string
  /** Below the link to it. */
  readonly receiptHint: string
  readonly receiptText: string
  readonly receiptButton: string
  readonly receiptStored: string
  readonly receiptImported: string
  readonly receiptHeld: string
  readonly receiptRefused: string
  /** {days} for which it is told what became of a receipt. */
  readonly receiptUnknown: string
  readonly receiptAgain: string
  readonly refused: string
  readonly refusedTooLarge: string
  readonly refusedNotForm: string
  readonly refusedEmpty: string
  readonly busy: string
  readonly busyText: string
  readonly notFound: string
  readonly notFoundText: string
  readonly emailHint: string
  readonly updateButton: string
  readonly somethingElse: string
  readonly replyHint: string
  readonly unsubscribeHint: string
  readonly inquiryHint: string
  readonly sealedText: string
  readonly stillReaches: string
  readonly stillAnswers: string
  readonly stillConfirms: string
  readonly someOnly: string
  readonly someText: string
  readonly someFault: string
  readonly someButton: string
  readonly unsubscribedSome: string
  readonly reach: string
  readonly reachHint: string
  readonly reachFault: string
  readonly emailFault: string
  readonly messageFault: string
  readonly pressAgain: string
  /** {seconds} to wait, where too many strangers write. */
  readonly workText: string
  readonly correct: string
  readonly filesAgain: string
  readonly afterwards: string
  readonly thenLetter: string
  readonly thenConfirm: string
  readonly thenForm: string
  readonly thenAnswer: string
  readonly mailReceipt: string
  readonly noAnswer: string
}
