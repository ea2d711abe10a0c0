// satchel staff letters: what travels with the letters of a colleague.

import type { Command } from 'commander'
import { Option } from 'commander'
import type { World } from '../../context/world.ts'
import { call } from '../command.ts'

interface LetterOptions {
  readonly packetFile?: 'on' | 'off'
  readonly answerLinks?: 'on' | 'off'
  readonly dryRun?: boolean
}

export function staffLettersCommands(staff: Command, world: World): void {
  staff
    .command('letters')
    .description('choose what travels with the letters of a staff member; without an option it is shown')
    .argument('<hid>', 'short name')
    .addOption(new Option('--packet-file <state>', 'attach the packet as a file for programs').choices(['on', 'off']))
    .addOption(new Option('--answer-links <state>', 'links that answer by mail in the clear').choices(['on', 'off']))
    .option('--dry-run', 'report what would change, change nothing')
    .addHelpText(
      'after',
      `
A letter has its page and its text form. Plain letters have links that open a draft with the answer in it, until they are
turned off; sealed letters have none, until an administrator turns them on: such an answer travels in the clear.

Examples:
  satchel staff letters anna --packet-file on
  satchel staff letters anna --answer-links off`,
    )
    .action(
      call(
        world,
        async () => (await import('../../staff/staff-letters.ts')).changeLetters,
        (command, hid: string) => {
          const { packetFile, answerLinks, dryRun = false } = command.opts<LetterOptions>()
          return {
            hid,
            dryRun,
            ...(packetFile === undefined ? {} : { packetFile: packetFile === 'on' }),
            ...(answerLinks === undefined ? {} : { answerLinks: answerLinks === 'on' }),
          }
        },
        (io, { hid, name, packet_file: file, answer_links: links }, command) => {
          const dry = command.opts<LetterOptions>().dryRun === true ? ' Nothing was changed: a dry run.' : ''
          io.say(`Letters to ${name} ("${hid}"): packet file ${word(file)}, answers by link ${word(links)}.${dry}`)
        },
      ),
    )
}

const word = (isOn: boolean) => (isOn ? 'on' : 'off')
