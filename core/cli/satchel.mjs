#!/usr/bin/env node
// Starts Satchel on Node 24, whatever Node started this file: the npm package "node" brings its own. Old syntax on purpose,
// so that an old Node can say what to do: no await of a module, which Node 12 cannot read.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

var core = dirname(dirname(fileURLToPath(import.meta.url)))
var source = join(core, 'cli', 'start.ts')
var inSource = existsSync(source) && core.indexOf('node_modules') === -1
var isNew = Number(process.versions.node.split('.')[0]) >= 24
var hasCondition = process.execArgv.indexOf('--conditions=satchel-source') !== -1

if (isNew && (!inSource || hasCondition)) {
  void import(inSource ? source : join(core, 'dist', 'cli', 'start.js'))
} else {
  var node = process.execPath
  if (!isNew) {
    try {
      node = join(dirname(createRequire(import.meta.url).resolve('node/package.json')), 'bin', 'node')
    } catch {
      console.error(
        'satchel: Node 24 or newer is needed; this is ' +
          process.version +
          '.\nhint: run npm ci in the folder of the project, it brings one',
      )
      process.exit(2)
    }
  }
  var child = spawn(
    node,
    (inSource ? ['--conditions=satchel-source'] : []).concat(fileURLToPath(import.meta.url), process.argv.slice(2)),
    { stdio: 'inherit' },
  )
  process.on('SIGINT', function () {}) // the terminal sends it to the child as well
  process.on('SIGTERM', function () {
    child.kill('SIGTERM')
  })
  child.on('exit', function (code, signal) {
    if (signal) process.kill(process.pid, signal)
    else process.exit(code === null ? 1 : code)
  })
}
