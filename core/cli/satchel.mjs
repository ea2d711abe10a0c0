#!/usr/bin/env node
// Starts Satchel on Node 24, whatever Node started this file: the npm package "node" brings its own. Old syntax on purpose,
// so that an old Node can say what to do: no await of a module, which Node 12 cannot read.
import { spawn } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import module from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

var core = dirname(dirname(fileURLToPath(import.meta.url)))
var source = join(core, 'cli', 'start.ts')
var inSource = existsSync(source) && core.indexOf('node_modules') === -1
var isNew = Number(process.versions.node.split('.')[0]) >= 24

if (isNew) {
  keepCompiled()
  if (inSource && process.execArgv.indexOf('--conditions=satchel-source') === -1) useSources()
  void import(inSource ? source : join(core, 'dist', 'cli', 'start.js'))
} else startNewNode()

// What --conditions=satchel-source says, for this process: packages of the workspace are their sources. Threads and children
// are started with that option.
function useSources() {
  module.registerHooks({
    resolve: function (specifier, context, next) {
      if (specifier.indexOf('@satchel/') !== 0) return next(specifier, context)
      return next(specifier, Object.assign({}, context, { conditions: context.conditions.concat('satchel-source') }))
    },
  })
}

// The next command finds the program compiled. The folder lies beside the code and is made by the owner of the code alone: nobody
// can put something there who could not change the program itself.
function keepCompiled() {
  if (statSync(core).uid === process.getuid())
    module.enableCompileCache(join(core, 'node_modules', '.cache', 'satchel'))
}

function startNewNode() {
  var node
  try {
    node = join(dirname(module.createRequire(import.meta.url).resolve('node/package.json')), 'bin', 'node')
  } catch {
    console.error(
      'satchel: Node 24 or newer is needed; this is ' +
        process.version +
        '.\nhint: run npm ci in the folder of the project, it brings one',
    )
    process.exit(2)
  }
  var child = spawn(node, [fileURLToPath(import.meta.url)].concat(process.argv.slice(2)), { stdio: 'inherit' })
  process.on('SIGINT', function () {}) // the terminal sends it to the child as well
  process.on('SIGTERM', function () {
    child.kill('SIGTERM')
  })
  child.on('exit', function (code, signal) {
    if (signal) process.kill(process.pid, signal)
    else process.exit(code === null ? 1 : code)
  })
}
