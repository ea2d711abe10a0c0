// The limits of the console: what a browser may send, and how long it may take.

export const limits = {
  headerBytes: 16_384,
  headerMs: 10_000,
  requestMs: 120_000,
  keepAliveMs: 65_000,
  closeMs: 1_000,
  connections: 1_000,
  /** Requests that are worked on at once, and that wait their turn. */
  atOnce: 12,
  waiting: 1_000,
  /** Address of a page. */
  targetSigns: 4_000,
  /** A form without files. */
  formBytes: 1_000_000,
  /** Fields of a form. */
  formFields: 2_000,
  /** A form with files. */
  uploadBytes: 40_000_000,
  /** Files of one form. */
  uploadFiles: 20,
  /** Long work of one person at a time. */
  worksOfPerson: 3,
  /** How long a page waits for work before it shows a page of its own for it. */
  workAnswerMs: 800,
  /** Minutes that a link is good for. */
  linkMinutes: 10,
} as const
