#!/usr/bin/env node
// Starts the intake. Old syntax on purpose, so that an old Node can say what to do.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

var folder = dirname(dirname(fileURLToPath(import.meta.url)))
var source = join(folder, 'cli.ts')
var inSource = existsSync(source) && folder.indexOf('node_modules') === -1
var hasCondition = process.execArgv.indexOf('--conditions=satchel-source') !== -1

if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error('satchel-intake: Node 24 or newer is needed; this is ' + process.version + '.\nhint: install Node 24')
  process.exit(2)
}
if (!inSource || hasCondition) {
  await import(inSource ? source : join(folder, 'dist', 'cli.js'))
} else {
  var child = spawn(
    process.execPath,
    ['--conditions=satchel-source', fileURLToPath(import.meta.url)].concat(process.argv.slice(2)),
    { stdio: 'inherit' },
  )
  process.on('SIGINT', function () {}) // the terminal sends it to the child as well
  ;['SIGTERM', 'SIGHUP'].forEach(function (signal) {
    process.on(signal, function () {
      child.kill(signal)
    })
  })
  child.on('exit', function (code, signal) {
    if (signal) process.kill(process.pid, signal)
    else process.exit(code === null ? 1 : code)
  })
}
