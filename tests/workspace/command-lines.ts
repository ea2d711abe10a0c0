// Command lines in the pages: `satchel ...` in shell blocks and in running text. Only reads.

import { read } from './sources.ts'

/** Stands for something that a person fills in: COMMAND, N, ... */
const isPattern = (line: string) => /\bCOMMAND\b|\.\.\.\s*$/.test(line)

/** The words of a command line as a shell gives them; comments and what follows && are left out. */
export function words(line: string): readonly string[] {
  return [...line.matchAll(/(#.*$)|(&&.*$)|((?:"[^"]*"|'[^']*'|[^\s"'])+)/g)].flatMap(match =>
    match[3] === undefined ? [] : [match[3].replaceAll(/"([^"]*)"|'([^']*)'/g, '$1$2')],
  )
}

interface CommandLine {
  readonly page: string
  /** Everything behind `satchel`. */
  readonly line: string
  /** In running text a command may be named without its arguments. */
  readonly isNamed: boolean
}

/** What stands behind a program's name in the shell blocks of a page. */
export function shellLines(page: string, program: string): readonly string[] {
  const blocks = [...read(page).matchAll(/^```sh\n([\s\S]*?)^```/gm)].flatMap(match => (match[1] ?? '').split('\n'))
  const line = new RegExp(`^(?:[A-Z_]+=\\S+ )?(?:npx )?${program} (.+)$`)
  return blocks.flatMap(text => line.exec(text)?.[1]?.replace(/\s+#.*$/, '') ?? [])
}

/** The command lines of a page, shell blocks first. The bare name `satchel` is none. */
export function commandLines(page: string): readonly CommandLine[] {
  const text = read(page)
  const inBlocks = shellLines(page, 'satchel')
  const rest = text.replace(/^```[\s\S]*?^```/gm, '')
  const inText = [...rest.matchAll(/`(?:npx )?satchel ([a-z-][^`]*)`/g)].map(match => match[1] ?? '')
  return [
    ...inBlocks.map(line => ({ page, line, isNamed: false })),
    ...inText.map(line => ({ page, line, isNamed: true })),
  ].filter(({ line }) => !isPattern(line))
}

/** Shell lines of the block below `<!-- tried: NAME -->`. @throws Error when the page has none. */
export function triedBlock(page: string, name: string): readonly string[] {
  const block = new RegExp(`<!-- tried: ${name} -->\\n\`\`\`sh\\n([\\s\\S]*?)^\`\`\``, 'm').exec(read(page))?.[1]
  if (block === undefined) throw new Error(`${page} has no block "tried: ${name}"`)
  return block.split('\n').filter(line => line.trim() !== '')
}
