// The worker of Pocket: keeps the app's own files, so that it starts without a network, and takes files that are shared to it, which never
// reach a server or the disk.

interface Waiting extends Event {
  waitUntil(work: Promise<unknown>): void
}

interface Fetched extends Waiting {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}

interface Scope {
  readonly registration: { readonly scope: string }
  readonly clients: { claim(): Promise<void> }
  skipWaiting(): Promise<void>
  addEventListener(type: 'install' | 'activate', call: (event: Waiting) => void): void
  addEventListener(type: 'fetch', call: (event: Fetched) => void): void
  addEventListener(type: 'message', call: (event: MessageEvent) => void): void
}

const scope = globalThis as unknown as Scope

/** Set when the files are printed: another one for other files. */
const name = 'pocket-VERSION'
const files = ['./', 'packet.html', 'manifest.webmanifest', 'icon.svg', 'icon.png']

/** As many files, and as long, as Pocket takes. */
const mostFiles = 10
const mostOctets = 24 * 1024 * 1024

let shared: string[] = []

scope.addEventListener('install', event => {
  const fresh = files.map(file => new Request(file, { cache: 'reload' }))
  event.waitUntil(caches.open(name).then(cache => cache.addAll(fresh)))
})

scope.addEventListener('activate', event => {
  const older = caches
    .keys()
    .then(all => Promise.all(all.filter(each => each !== name).map(each => caches.delete(each))))
  event.waitUntil(older.then(() => scope.clients.claim()))
})

scope.addEventListener('fetch', event => {
  const { url, method } = event.request
  if (!url.startsWith(scope.registration.scope)) return
  const rest = url.slice(scope.registration.scope.length).replace(/[?#].*/, '')
  if (method === 'POST' && rest === 'share') event.respondWith(take(event.request))
  if (method === 'GET' && (rest === '' || files.includes(rest))) event.respondWith(kept(event.request))
})

scope.addEventListener('message', ({ data, ports }) => {
  if (data === 'newer') void scope.skipWaiting()
  if (data !== 'shared') return
  ports[0]?.postMessage(shared)
  shared = []
})

async function kept(request: Request): Promise<Response> {
  const cache = await caches.open(name)
  return (await cache.match(request, { ignoreSearch: true })) ?? fetch(request)
}

async function take(request: Request): Promise<Response> {
  const posted = await request.formData()
  const parts = [...posted.getAll('file'), ...posted.getAll('text')].slice(0, mostFiles)
  for (const part of parts) {
    if (typeof part === 'string') shared.push(part)
    // what is longer is refused by its own words, not read
    else shared.push(part.size > mostOctets ? ' '.repeat(mostOctets + 1) : await part.text())
  }
  return Response.redirect(`${scope.registration.scope}#shared`, 303)
}
