#!/usr/bin/env node
// Looks which Node this is, then starts the intake. The oldest syntax on purpose, and not an ES module: an old Node must be able
// to read all of it, so that it can say what to do.
'use strict'

if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(
    'satchel-intake: Node 24 or newer is needed, and this is Node ' +
      process.versions.node +
      '.\nhint: get Node 24 from https://nodejs.org/en/download, then run the same command again',
  )
  process.exit(2)
}
require('./start.cjs')
