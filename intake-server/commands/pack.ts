// `npm run pack:intake`: builds the one package that the public host needs, and nothing that opens an item: only files that the
// intake reaches by its imports are taken. Workspaces cannot be bundled by `npm pack`, so compiled files are staged in one folder.

import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'

const root = join(import.meta.dirname, '../..')
const entry = 'intake-server/dist/bin/cli.js'
const manifestOf = (folder: string) => JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest

interface Manifest {
  readonly version: string
  readonly license: string
  readonly engines: Readonly<Record<string, string>>
  readonly dependencies: Readonly<Record<string, string>>
}

const imported = /((?:from|import)\s*\(?\s*)(['"])(\.{1,2}\/[^'"]+|@satchel\/protocol\/[^'"]+)\2/g
const packages = /(?:from|import)\s*\(?\s*['"](?![./]|node:|@satchel\/)((?:@[^/'"]+\/)?[^/'"]+)/g

/** Path below the root of what a compiled file imports. */
function targetOf(file: string, specifier: string): string {
  const shared = /^@satchel\/protocol\/(.+)$/.exec(specifier)?.[1]
  return shared === undefined ? join(dirname(file), specifier) : `protocol/dist/${shared}.js`
}

/** Compiled files that the entry reaches, with their text. */
function reached(): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const follow = (file: string): void => {
    if (found.has(file)) return
    const text = readFileSync(join(root, file), 'utf8')
    found.set(file, text)
    for (const [, , , specifier = ''] of text.matchAll(imported)) follow(targetOf(file, specifier))
  }
  follow(entry)
  return found
}

/** intake-server/dist/x.js lies at dist/x.js, protocol/dist/x.js at protocol/x.js. */
const staged = (file: string): string => file.replace(/^intake-server\//, '').replace(/^protocol\/dist\//, 'protocol/')

/** Writes the package's folder. @returns the names of the packages that it needs. */
function stage(folder: string): readonly string[] {
  const needed = new Set<string>()
  for (const [file, text] of reached()) {
    const place = staged(file)
    const rewritten = text
      .replace(/^\/\/# sourceMappingURL=.*$/m, '')
      .replace(imported, (_, before: string, quote: string, specifier: string) => {
        const path = relative(dirname(place), staged(targetOf(file, specifier)))
        return `${before}${quote}${path.startsWith('.') ? path : `./${path}`}${quote}`
      })
    for (const [, name = ''] of rewritten.matchAll(packages)) needed.add(name)
    mkdirSync(join(folder, dirname(place)), { recursive: true })
    writeFileSync(join(folder, place), rewritten)
  }
  return [...needed].sort()
}

/** @param into folder for the tarball. @returns its path. */
function pack(into: string): string {
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b', 'intake-server'], {
    cwd: root,
    stdio: 'inherit',
  })
  const folder = mkdtempSync(join(tmpdir(), 'satchel-pack-'))
  try {
    const needed = stage(folder)
    const { version, license, engines } = manifestOf('intake-server')
    const { dependencies } = manifestOf('protocol')
    const manifest = {
      name: 'satchel-intake',
      version,
      license,
      description: 'The public side of Satchel: stores what visitors send as files that nobody there can read',
      type: 'module',
      engines,
      bin: { 'satchel-intake': 'bin/satchel-intake.cjs' },
      dependencies: Object.fromEntries(needed.map(name => [name, dependencies[name]])),
    }
    writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
    for (const part of ['bin', 'examples', 'app/files'])
      cpSync(join(root, 'intake-server', part), join(folder, part), {
        recursive: true,
        filter: file => !file.endsWith('.ts'),
      })
    chmodSync(join(folder, 'bin/satchel-intake.cjs'), 0o755)
    cpSync(join(root, 'LICENSE'), join(folder, 'LICENSE'))
    cpSync(join(root, 'docs/intake.md'), join(folder, 'README.md'))
    mkdirSync(into, { recursive: true })
    const said = execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', into], {
      cwd: folder,
      encoding: 'utf8',
    })
    return join(into, said.trim().split('\n').at(-1) ?? '')
  } finally {
    rmSync(folder, { recursive: true })
  }
}

process.stdout.write(`${pack(resolve(process.argv[2] ?? '.'))}\n`)
