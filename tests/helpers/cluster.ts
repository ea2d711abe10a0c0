// One private PostgreSQL for the whole test run, made by a process of its own (cluster-process.ts), which ends with this one:
// it sees its input close, whatever became of us.

import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { TestProject } from 'vitest/node'

export interface Cluster {
  /** Superuser's address, for making and dropping databases. */
  readonly superUrl: string
  readonly ownerPassword: string
  readonly passwords: { readonly import: string; readonly dispatch: string; readonly console: string }
  readonly template: string
}

declare module 'vitest' {
  interface ProvidedContext {
    cluster: Cluster
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const child = spawn(
    process.execPath,
    ['--conditions=satchel-source', join(import.meta.dirname, 'cluster-process.ts')],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve)
    child.once('exit', code => reject(new Error(`the test cluster did not start (${code})`)))
  })
  project.provide('cluster', JSON.parse(line) as Cluster)
  return async () => {
    child.stdin.end()
    await ended
  }
}
