// What an import used, read from /proc while it runs: processor time of the program by its threads, of its connections to the
// database, and memory. Of the server only connections count: what it does in the background (checkpoints, vacuum) comes when it likes.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readServerState } from '@satchel/core/db/embedded-server'
import type { Home } from '@satchel/core/home/home'
import { processorTime } from '../../tests/helpers/floor.ts'

export interface Usage {
  /** Milliseconds. */
  readonly database: number
  /** Milliseconds by the name of a thread: the program's own, the one that opens, and those of the engine. */
  readonly threads: ReadonlyMap<string, number>
  /** MB at most. */
  readonly memory: number
}

const read = (path: string) => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null // it has ended
  }
}

export function connectionsOf(postmaster: number): readonly number[] {
  const children = read(`/proc/${postmaster}/task/${postmaster}/children`)?.trim().split(' ') ?? []
  return children.map(Number).filter(pid => read(`/proc/${pid}/cmdline`)?.startsWith('postgres: satchel') === true)
}

/** Watches a program and its connections until it is asked. */
export function watch(home: Home, pid: number): () => Usage {
  const data = readServerState(home)?.data
  if (data === undefined) throw new Error('the installation has no server of its own')
  const postmaster = Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0])
  const connections = new Map<number, number>()
  const threads = new Map<string, { readonly name: string; readonly used: number }>()
  const atFirst = new Map(connectionsOf(postmaster).map(one => [one, processorTime(one)]))
  let memory = 0
  const look = () => {
    for (const one of connectionsOf(postmaster)) {
      const used = Number(read(`/proc/${one}/schedstat`)?.split(' ')[0] ?? 0) / 1e6
      connections.set(one, Math.max(connections.get(one) ?? 0, used - (atFirst.get(one) ?? 0)))
    }
    memory = Math.max(memory, Number(/VmHWM:\s+([0-9]+)/.exec(read(`/proc/${pid}/status`) ?? '')?.[1] ?? 0) / 1024)
    let tasks: readonly string[]
    try {
      tasks = readdirSync(`/proc/${pid}/task`)
    } catch {
      return
    }
    for (const task of tasks) {
      const used = read(`/proc/${pid}/task/${task}/schedstat`)?.split(' ')[0]
      const name = read(`/proc/${pid}/task/${task}/comm`)?.trim()
      if (used !== undefined && name !== undefined) threads.set(task, { name, used: Number(used) / 1e6 })
    }
  }
  const timer = setInterval(look, 25)
  return () => {
    clearInterval(timer)
    const byName = new Map<string, number>()
    for (const { name, used } of threads.values()) byName.set(name, (byName.get(name) ?? 0) + used)
    return { database: [...connections.values()].reduce((sum, used) => sum + used, 0), threads: byName, memory }
  }
}
