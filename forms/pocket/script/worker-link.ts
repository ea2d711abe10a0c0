// The page's side of the worker: started once, and asked for files that were shared.

interface Policies {
  createPolicy(name: string, rules: Record<string, (text: string) => string>): { createScriptURL(text: string): string }
}

export interface WorkerLink {
  /** Whether something came that is not taken yet. */
  hasWaiting(): boolean
  onWaiting(call: () => void): void
  /** Texts that were shared; each is given once. */
  take(): readonly string[]
}

/** The one address that a worker may come from. */
const policy = (globalThis as { readonly trustedTypes?: Policies }).trustedTypes?.createPolicy('pocket-worker', {
  createScriptURL: text => (text === 'worker.js' ? text : ''),
})

export function startWorker(): WorkerLink {
  let texts: string[] = []
  const calls: (() => void)[] = []
  const tell = () => {
    for (const call of calls) call()
  }
  const look = () => {
    if (location.hash === '#shared')
      void shared().then(got => {
        texts.push(...got)
        if (got.length > 0) tell()
      })
    // nothing of it stays in the address
    if (location.hash !== '') history.replaceState(history.state, '', './')
  }
  const { serviceWorker } = navigator as { readonly serviceWorker?: ServiceWorkerContainer }
  // without one, Pocket needs the network to start
  serviceWorker?.register(policy?.createScriptURL('worker.js') ?? 'worker.js').catch(() => {})
  addEventListener('hashchange', look)
  look()
  return {
    hasWaiting: () => texts.length > 0,
    onWaiting: call => calls.push(call),
    take() {
      const taken = texts
      texts = []
      return taken
    },
  }
}

/** The worker keeps shared files in memory alone, and gives them once. */
async function shared(): Promise<readonly string[]> {
  const { active } = await navigator.serviceWorker.ready
  const channel = new MessageChannel()
  const answer = new Promise<readonly string[]>(resolve => {
    channel.port1.onmessage = ({ data }) => resolve(data as readonly string[])
    setTimeout(() => resolve([]), 3000)
  })
  active?.postMessage('shared', [channel.port2])
  return answer
}
