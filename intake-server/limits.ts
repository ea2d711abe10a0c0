// Every limit of the public server, with its reason. Checked before work; what is over one is refused, never cut.

import { fileBytes } from '@satchel/protocol/limits'

const kib = 1024
const mib = 1024 * kib

export const intakeLimits = {
  /** Fields of a form, a text form or a sealed reply: replies are under 256 KiB, in another encoding under three times that. */
  bodyBytes: mib,
  /** A photograph of a document; in base64 it still fits what the core opens. */
  uploadBytes: fileBytes,
  uploads: 3,
  /** The largest form of ours has fewer inputs; each costs a step in three places. */
  fields: 200,
  /** `row.COLLECTION.ROW.FIELD` of ours stays below. */
  fieldNameLength: 128,
  /** Headers of one part of a multipart body: a field's name and a file's. */
  partHeaderBytes: 2 * kib,
  /** Browsers send under 2 KiB without cookies, and we set none. */
  headerBytes: 8 * kib,
  headers: 50,
  /** Longest path and query: a token of 26 characters, spaced, and a language. */
  urlLength: 512,
  /** A phone on a bad line sends its header within seconds; a holder of sockets does not. */
  headerMs: 10_000,
  /** And one second more per `bytesPerSecond` that came: a phone in the field sends slowly. */
  requestMs: 60_000,
  bytesPerSecond: 16 * kib,
  /** Nothing moves on the socket. */
  idleMs: 30_000,
  keepAliveMs: 5_000,
  /** How often times are looked at. */
  checkMs: 1_000,
  /** After a refusal the rest of a body is read away so long, so that the sender sees the answer and not a lost connection. */
  lingerMs: 2_000,
  lingerBytes: 32 * mib,
  /** Each with a body of text that is almost there: half a GiB. */
  connections: 320,
  /** Connections of one network (/24, /48) at once, and bodies, also behind a proxy. Four networks leave room for a fifth. */
  networkShare: 64,
  requestsPerSocket: 50,
  /** Busy: when to come again, in seconds. */
  retryAfterSeconds: 120,
  /** Posts at once from one network (/24, /56), where no live token stands for them; then so many a second. */
  burst: 120,
  refillPerSecond: 2,
  /** Octets that one network may have read at once, paid before they are parsed: four posts of the largest kind. */
  readBurst: 128 * mib,
  /** And then so many a second: a few thousandths of one processor. */
  readPerSecond: 512 * kib,
  /** The cost of a post beside its octets, and of each chunk of a body without an announced length. */
  readPost: 16 * kib,
  readChunk: 512,
  /**
   * Posts of one live token in the pool of its kind, a MiB counting as one more: the largest post with its photographs and a few
   * answers besides. All others use the open pool.
   */
  tokenBurst: 40,
  /** One each ten minutes: from a single token, a pool of 2 GiB is not full within two weeks. */
  tokenPerSecond: 1 / 600,
  /** Tokens remembered; about 4 MB. */
  tokens: 20_000,
  /** Networks remembered; the oldest is forgotten first. About 20 MB, since posts and octets are counted apart. */
  networks: 50_000,
  /** The same post again within this time gets the same receipt, where a secret in it says that the sender is the same. */
  repeatMs: 3_600_000,
  repeats: 20_000,
  /** Few people fill in a form faster; those who do press its button once more. */
  fillSeconds: 2,
  /** The shortest telephone number that an answer can go to: in some countries it has five digits. */
  phoneDigits: 5,
  /** An address by RFC 5321, and text that people write about themselves. */
  emailLength: 254,
  /** A million live tokens in lines of 17 bytes. */
  tokenListBytes: 17 * 1_000_000,
  /** Older than this the list of live tokens says nothing any more, and all count as live. */
  tokenListMs: 7 * 86_400_000,
  tokenListLookMs: 5_000,
  /** Outcomes that are kept, by receipt: as many as items of all pools; some 120 MB on the disk and 40 MB in memory. */
  outcomes: 200_000,
  /** Days for which an outcome is kept: who asks later has had the letter for long. The core keeps its side as long. */
  outcomeDays: 90,
  /** A code, however it is spaced, and a language. */
  receiptBodyBytes: 4 * kib,
  /** Questions about receipts at once from one network (/24, /56): a family and its neighbours. Then so many a second. */
  receiptBurst: 60,
  receiptPerSecond: 1,
  /** Posts without a live token at once from everybody: a mailing that many answer by hand. Then so many a second; more have to prove work. */
  workBurst: 600,
  workPerSecond: 5,
  /** Zero bits: some 30,000 tries, a second or a few on a telephone. */
  workBits: 15,
  /** How long a challenge is good: a page that lies open is shown again. */
  workSeconds: 600,
  /** Without a script: so long to wait, and so many at once from one network (/24, /56), then so many a second. */
  workWaitSeconds: 20,
  workWaitBurst: 30,
  workWaitPerSecond: 0.5,
  /** Answers remembered until they are too old; about 5 MB. With more, none is taken. */
  workUsed: 50_000,
  /** Of these from one network, within the time that a challenge is good. */
  workUsedNetwork: 400,
  /** Free space is measured again after this time, and after a pool was full. */
  statfsMs: 1_000,
  recountMs: 10_000,
  /** Days before a key's end at which the log begins to say so. */
  keyAlarmDays: 30,
  /** In flight at SIGTERM: so long, then the process ends all the same. */
  stopMs: 20_000,
} as const

/** The same limits, other values: tests wait for milliseconds where visitors have seconds. */
export type IntakeLimits = { readonly [Name in keyof typeof intakeLimits]: number }
