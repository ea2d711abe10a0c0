// Every limit on what comes from outside, with its reason. Checked before work; tested at the limit and one over.

/** The largest file that a visitor may attach: a photograph of a document. What is sealed around it follows below. */
export const fileBytes = 10 * 1024 * 1024
/** In base64 with its tags: a third more, and room. */
const uploadBytes = (8 * fileBytes) / 5

/** Those that a page's script knows stand alone, so that it carries no other. */
export const replyBytes = 256 * 1024
export const paddedFloor = 4096
export const sealedUploadBytes = uploadBytes + 64 * 1024

export const limits = {
  /** A person's record with years of history is under 100 KiB; more is no form. */
  replyBytes,
  /** A packet: what a reply may hold, and the files of the record in base64. */
  packetBytes: 1024 * 1024,
  /** Files of a record that travel in a packet, together: three photographs of a telephone, made smaller. Mail is for small things. */
  packetFilesBytes: 512 * 1024,
  /** Files of the packets of one letter, together: a letter gets the next packet while it holds less, so that it stays within what providers let through. */
  togetherBytes: 4 * 1024 * 1024,
  /** Packets in one letter: more nobody finds their way in. */
  togetherPackets: 20,
  /** The reason of a packet in the sender's words: two sentences. */
  whyLength: 300,
  /** A reply, its fields twice, and file names: what an intake may seal. */
  submissionBytes: 4 * 1024 * 1024,
  /** A sealed file or a file of the inbox: the largest thing that is looked at. */
  itemBytes: 8 * 1024 * 1024,
  /** An attached file in base64 with its tags. */
  uploadBytes,
  /** Ours nest 6 deep; the reader below recurses and fails from about 5,000. */
  depth: 32,
  /** An upload of the limit above, padded, in its seal: a few bytes for each 64 KiB. */
  sealedUploadBytes,
  /** Lists, strings, symbols and integers in one file. */
  nodes: 100_000,
  symbolLength: 64,
  /** Sends of one draft of one packet. */
  sequence: 1000,
  /** Ours have two: core and recovery. 5,000 cost two seconds. */
  recipients: 4,
  /** Our sealed files have one part, streamed ones a part per 64 KiB or so; each costs a step of the walk. */
  packetParts: 4096,
  /** A key with its user id, a subkey and signatures is under 4 KiB; one that was signed by hundreds is none of ours. */
  keyBytes: 64 * 1024,
  /** A key as its owner exports it, with pictures and the signatures of hundreds. */
  keyFileBytes: 1024 * 1024,
  /** Raw mail as providers let it through; nothing larger lies in a spool. */
  spoolFileBytes: 30 * 1024 * 1024,
  /** Padded items are at least this long, so that small ones look alike. */
  paddedFloor,
  /** A file that staff attach to a record: a column of the database takes no more. */
  attachmentBytes: 25 * 1024 * 1024,
  /** Files that one reply may announce. */
  files: 20,
  /** Rows that one reply may state or drop: a person's record has some twenty, and 300 new ones take the database 3 seconds. */
  replyRows: 300,
} as const
