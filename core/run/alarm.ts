// Something that may be rung at any time, and waited for: a ring before the waiting is not lost.

export interface Alarm {
  readonly ring: () => void
  /** Until it rings. @param mostMs no longer than that; Infinity: as long as it takes. */
  wait(mostMs: number): Promise<void>
}

/** @param stop rings it, too. */
export function makeAlarm(stop: AbortSignal): Alarm {
  let rung = false
  let wake: () => void = () => undefined
  const ring = () => {
    rung = true
    wake()
  }
  stop.addEventListener('abort', ring)
  return {
    ring,
    async wait(mostMs) {
      if (!rung) {
        let timer: NodeJS.Timeout | undefined
        await new Promise<void>(resolve => {
          wake = resolve
          if (mostMs < Infinity) timer = setTimeout(resolve, mostMs)
        })
        clearTimeout(timer)
      }
      rung = false
    },
  }
}
