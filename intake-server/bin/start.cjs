// Starts the intake on a Node that is new enough: the compiled files, or in a clone the sources.
'use strict'

const { spawn } = require('node:child_process')
const { existsSync } = require('node:fs')
const { dirname, join } = require('node:path')

const folder = dirname(__dirname)
const source = join(folder, 'bin', 'cli.ts')
const inSource = existsSync(source) && !folder.includes('node_modules')

if (!inSource || process.execArgv.includes('--conditions=satchel-source')) {
  void import(inSource ? source : join(folder, 'dist', 'bin', 'cli.js'))
} else {
  const child = spawn(
    process.execPath,
    ['--conditions=satchel-source', join(__dirname, 'satchel-intake.cjs'), ...process.argv.slice(2)],
    { stdio: 'inherit' },
  )
  process.on('SIGINT', () => undefined) // the terminal sends it to the child as well
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => {
    if (signal !== null) process.kill(process.pid, signal)
    else process.exit(code ?? 1)
  })
}
