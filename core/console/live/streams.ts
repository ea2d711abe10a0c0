// The pages that are open: each is told when its record or its rows change, who else has its record open, and who mentions its colleague.
// Whether a page may know is asked again under its colleague's role each time, and whether their session goes on.

import { PassThrough } from 'node:stream'

/** What a page sees now. */
export interface Look {
  /** It changes with all that is shown. */
  readonly version: string
  /** What is told of a change. */
  readonly data: unknown
  /** Notes that mention the colleague since the last look. */
  readonly mentions: readonly Mentioned[]
}

export interface Mentioned {
  readonly text: string
  readonly href: string
}

/** A page that is open. */
export interface Open {
  /** Of the session. */
  readonly session: number
  /** Number of the record; null where it is open on none. */
  readonly entity: number | null
  /** Of the colleague. */
  readonly name: string
  /** Null where the session is over, or the page is not there for them any more. */
  readonly look: () => Promise<Look | null>
  readonly gone: AbortSignal
}

export interface Live {
  /** @returns the stream of events; null where there are too many. */
  open(page: Open, version: string): PassThrough | null
  /** Something has changed: every page looks. */
  changed(): Promise<void>
  /** Ends all streams, and waits for what is being asked. */
  close(): Promise<void>
}

const most = 1_000
const mostOfSession = 8
/** Proxies close what says nothing, and a session may end. */
const beatMs = 25_000

interface Stream extends Open {
  readonly out: PassThrough
  version: string
}

export function makeLive(): Live {
  const streams = new Set<Stream>()
  const end = (stream: Stream) => {
    if (!streams.delete(stream)) return
    stream.out.end()
    if (stream.entity !== null) tellWho(streams, stream.entity)
  }
  const asking = new Set<Promise<unknown>>()
  const look = async (stream: Stream) => {
    const asked = stream.look().catch(() => undefined)
    asking.add(asked)
    const seen = await asked.finally(() => asking.delete(asked))
    if (!streams.has(stream) || seen === undefined) return
    if (seen === null) {
      say(stream, 'over', null)
      end(stream)
      return
    }
    for (const mention of seen.mentions) say(stream, 'mention', mention)
    if (seen.version === stream.version) return
    stream.version = seen.version
    say(stream, 'changed', seen.data)
  }
  const beat = setInterval(() => {
    for (const stream of streams) {
      stream.out.write(': \n\n')
      void look(stream)
    }
  }, beatMs).unref()
  const lookAtAll = async () => {
    // one after the other: what is open is little, and other pages want to be answered, too
    for (const stream of streams) if (streams.has(stream)) await look(stream)
  }
  const changed = oneRound(lookAtAll)
  return {
    open(page, version) {
      const own = [...streams].filter(({ session }) => session === page.session)
      if (streams.size >= most || own.length >= mostOfSession || page.gone.aborted) return null
      const stream: Stream = { ...page, out: new PassThrough(), version }
      streams.add(stream)
      page.gone.addEventListener('abort', () => end(stream), { once: true })
      stream.out.write('retry: 5000\n\n')
      if (page.entity !== null) tellWho(streams, page.entity)
      // what changed between the page and this
      void look(stream)
      return stream.out
    },
    changed,
    async close() {
      clearInterval(beat)
      for (const stream of streams) end(stream)
      await Promise.all(asking)
    },
  }
}

/** What changes while all look is looked for once more, however often it changes. */
function oneRound(look: () => Promise<void>): () => Promise<void> {
  let round: Promise<void> | null = null
  let isAgain = false
  const go = async () => {
    while (isAgain) {
      isAgain = false
      await look()
    }
  }
  return () => {
    isAgain = true
    round ??= go().finally(() => {
      round = null
    })
    return round
  }
}

const say = ({ out }: Stream, event: string, data: unknown) =>
  out.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)

/** Each page of a record gets the names of the others. */
function tellWho(streams: ReadonlySet<Stream>, entity: number): void {
  const on = [...streams].filter(each => each.entity === entity)
  for (const each of on) {
    const names = new Set(on.filter(({ session }) => session !== each.session).map(({ name }) => name))
    say(
      each,
      'who',
      [...names].sort((a, b) => a.localeCompare(b)),
    )
  }
}
