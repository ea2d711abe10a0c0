// The pages that are open on a record: each is told when it changes, and who else has it open. Whether a page may know is asked again under its
// colleague's role each time, and whether their session goes on.

import { PassThrough } from 'node:stream'

/** A page that is open on a record. */
export interface Open {
  /** Of the session. */
  readonly session: number
  /** Number of the record. */
  readonly entity: number
  /** Of the colleague. */
  readonly name: string
  /** The record's version now; null where the session is over, or the record is not there for them any more. */
  readonly look: () => Promise<number | null>
  readonly gone: AbortSignal
}

export interface Live {
  /** @returns the stream of events; null where there are too many. */
  open(page: Open, version: number): PassThrough | null
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
  version: number
}

export function makeLive(): Live {
  const streams = new Set<Stream>()
  const end = (stream: Stream) => {
    if (!streams.delete(stream)) return
    stream.out.end()
    tellWho(streams, stream.entity)
  }
  const asking = new Set<Promise<unknown>>()
  const look = async (stream: Stream) => {
    const asked = stream.look().catch(() => stream.version)
    asking.add(asked)
    const version = await asked.finally(() => asking.delete(asked))
    if (!streams.has(stream)) return
    if (version === null) {
      say(stream, 'over', null)
      end(stream)
    } else if (version !== stream.version) {
      stream.version = version
      say(stream, 'changed', version)
    }
  }
  const beat = setInterval(() => {
    for (const stream of streams) {
      stream.out.write(': \n\n')
      void look(stream)
    }
  }, beatMs).unref()
  return {
    open(page, version) {
      const own = [...streams].filter(({ session }) => session === page.session)
      if (streams.size >= most || own.length >= mostOfSession || page.gone.aborted) return null
      const stream: Stream = { ...page, out: new PassThrough(), version }
      streams.add(stream)
      page.gone.addEventListener('abort', () => end(stream), { once: true })
      stream.out.write('retry: 5000\n\n')
      tellWho(streams, page.entity)
      // what changed between the page and this
      void look(stream)
      return stream.out
    },
    async changed() {
      // one after the other: what is open is little, and other pages want to be answered, too
      for (const stream of streams) if (streams.has(stream)) await look(stream)
    },
    async close() {
      clearInterval(beat)
      for (const stream of streams) end(stream)
      await Promise.all(asking)
    },
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
