// satchel completion: a script for the shell that completes commands and options. Made of the table of commands; it starts
// no program while somebody types.

import type { Command } from 'commander'
import { problem } from '../../problems/problems.ts'
import { Problem } from '@satchel/protocol/problem'
import { action, openContext } from '../command.ts'
import type { World } from '../../context/world.ts'
import { type CommandPage, commandPages } from './command-pages.ts'
import { summaries } from '../summaries.ts'

const shells = { bash: bashScript, zsh: zshScript, fish: fishScript } as const

export function completionCommand(program: Command, world: World): void {
  program
    .command('completion')
    .description(summaries.completion)
    .argument('<shell>', 'bash, zsh or fish')
    .addHelpText(
      'after',
      `
Examples:
  satchel completion bash > ~/.local/share/bash-completion/completions/satchel
  satchel completion zsh > ~/.zfunc/_satchel
  satchel completion fish > ~/.config/fish/completions/satchel.fish`,
    )
    .action(
      action(world, async (io, command, shell: string) => {
        if (!Object.hasOwn(shells, shell)) {
          throw problem('usage/wrong', `There is no completion for "${shell}".`, { hint: 'bash, zsh or fish' })
        }
        const script = shells[shell as keyof typeof shells](
          withWords(commandPages(program), await recordWords(world, command)),
        )
        io.data({ shell, script })
        io.say(script.trimEnd())
        return 0
      }),
    )
}

/** The words of records, where there is a home folder with a database that answers; elsewhere none. */
async function recordWords(world: World, command: Command): Promise<Readonly<Record<string, readonly string[]>>> {
  try {
    const context = openContext(world, command)
    const { listWords } = await import('../../records/list-words.ts')
    const { types, fields } = await listWords(context, {})
    return { add: [...types, ...fields], fields: types, list: types, set: fields }
  } catch (error) {
    if (error instanceof Problem) return {}
    throw error
  }
}

const withWords = (pages: readonly CommandPage[], words: Readonly<Record<string, readonly string[]>>) =>
  pages.map(page => ({ ...page, words: words[page.path.join(' ')] ?? [] }))

/** A command with the words that may stand behind it. */
type WordPage = CommandPage & { readonly words: readonly string[] }

const quote = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`
const wordsOf = (page: WordPage) => [
  ...page.commands,
  ...page.words,
  ...page.options.map(option => option.flag),
  '--help',
]
const globalsOf = (pages: readonly CommandPage[]) => pages[0]?.options ?? []

/** Flags that take a value: the word behind them is no command. */
function valueFlags(pages: readonly CommandPage[]): readonly string[] {
  return [
    ...new Set(pages.flatMap(page => page.options.filter(option => option.takesValue).map(option => option.flag))),
  ]
}

/** The shell code that finds out which command is being typed; the same words in bash and zsh. */
function pathLoop(pages: readonly CommandPage[], from: string, upto: string, word: string): string {
  const paths = pages.filter(page => page.path.length > 0).map(page => quote(page.path.join(' ')))
  return `  for ((i = ${from}; i < ${upto}; i++)); do
    case "${word}" in
      ${valueFlags(pages).join('|')}) i=$((i + 1)) ;;
      -*) ;;
      *) case "$where\${where:+ }${word}" in
          ${paths.join('|')}) where="$where\${where:+ }${word}" ;;
        esac ;;
    esac
  done`
}

function bashScript(pages: readonly WordPage[]): string {
  const cases = pages.map(
    page =>
      `    ${quote(page.path.join(' '))}) words=${quote([...wordsOf(page), ...globalsOf(pages).map(one => one.flag)].join(' '))} ;;`,
  )
  return `# Completion of satchel for bash. Made by: satchel completion bash
_satchel() {
  local where= words= i
${pathLoop(pages, '1', 'COMP_CWORD', '${COMP_WORDS[i]}')}
  # behind an option with a value, files
  case "\${COMP_WORDS[COMP_CWORD - 1]}" in
    ${valueFlags(pages).join('|')}) return ;;
  esac
  case "$where" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o bashdefault -o default -F _satchel satchel
`
}

function zshScript(pages: readonly WordPage[]): string {
  const described = (word: string, about: string) => quote(`${word.replaceAll(':', String.raw`\:`)}:${about}`)
  const cases = pages.map(page => {
    const children = pages.filter(
      child => child.path.length === page.path.length + 1 && child.path.slice(0, -1).join(' ') === page.path.join(' '),
    )
    const words = [
      ...children.map(child => described(child.path.at(-1) ?? '', child.about)),
      ...page.words.map(quote),
      ...page.options.map(option => described(option.flag, option.about)),
    ]
    return `    ${quote(page.path.join(' '))}) found=(${words.join(' ')}) ;;`
  })
  return `#compdef satchel
# Completion of satchel for zsh. Made by: satchel completion zsh
_satchel() {
  local where= i
  local -a found
${pathLoop(pages, '2', 'CURRENT', '${words[i]}')}
  case "\${words[CURRENT - 1]}" in
    ${valueFlags(pages).join('|')}) _files; return ;;
  esac
  case "$where" in
${cases.join('\n')}
  esac
  _describe satchel found || _files
}
(( \${+functions[compdef]} )) && compdef _satchel satchel
`
}

function fishScript(pages: readonly WordPage[]): string {
  const lines = pages.flatMap(page => {
    const isHere = `__satchel_at ${quote(page.path.join(' '))}`
    const children = pages.filter(
      child => child.path.length === page.path.length + 1 && child.path.slice(0, -1).join(' ') === page.path.join(' '),
    )
    return [
      ...children.map(
        child => `complete -c satchel -f -n ${quote(isHere)} -a ${child.path.at(-1)} -d ${quote(child.about)}`,
      ),
      ...page.words.map(word => `complete -c satchel -f -n ${quote(isHere)} -a ${quote(word)}`),
      ...page.options.map(
        option =>
          `complete -c satchel -n ${quote(isHere)} -l ${option.flag.replace(/^--/, '')}${option.takesValue ? ' -r' : ''} -d ${quote(option.about)}`,
      ),
    ]
  })
  const paths = pages.filter(page => page.path.length > 0).map(page => quote(page.path.join(' ')))
  return `# Completion of satchel for fish. Made by: satchel completion fish
function __satchel_at
    set -l where
    set -l skip 0
    for word in (commandline -opc)[2..]
        if test $skip = 1
            set skip 0
        else if contains -- $word ${valueFlags(pages).join(' ')}
            set skip 1
        else if not string match -q -- '-*' $word
            if contains -- (string join ' ' -- $where $word) ${paths.join(' ')}
                set -a where $word
            end
        end
    end
    test "$where" = "$argv[1]"
end
${lines.join('\n')}
`
}
