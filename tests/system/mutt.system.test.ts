// A letter in a mail program without pictures and without HTML: mutt shows its text and lists its files.

import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compose } from '@satchel/dispatcher/mail-out/compose'
import { packetLetter } from '@satchel/forms/letters/packet-letter'
import { describe, expect } from 'vitest'
import { callReport, casePacket, forms, org, words } from '../forms/samples.ts'
import { systemTest } from '../helpers/system.ts'

/** Opens the one letter of a mailbox in mutt, on a terminal, and gives the text that it shows and its list of parts. */
async function readInMutt(mail: Uint8Array): Promise<{ readonly text: string; readonly parts: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-mutt-'))
  const [mailbox, settings, shown] = ['mailbox', 'settings', 'shown'].map(name => join(folder, name))
  try {
    const lines = Buffer.from(mail)
      .toString('latin1')
      .replaceAll('\r\n', '\n')
      .replace(/^From /gm, '>From ')
    writeFileSync(mailbox ?? '', `From core@example.org Sun Nov 22 08:00:00 2026\n${lines}\n`, 'latin1')
    mkdirSync(join(folder, 'Mail'))
    const printing = `set print_command="cat > ${shown}" print=yes print_decode=yes wait_key=no charset=utf-8`
    writeFileSync(settings ?? '', `${printing}\npush "<print-message><view-attachments>"\n`)
    const program = `stty cols 120 rows 60; exec mutt -n -R -F ${settings} -f ${mailbox}`
    const env = { ...process.env, TERM: 'xterm', LC_ALL: 'C.UTF-8', HOME: folder }
    const terminal = spawn('script', ['-qec', program, '/dev/null'], { env, stdio: ['pipe', 'pipe', 'inherit'] })
    const ended = new Promise(resolve => terminal.once('exit', resolve))
    const late = setTimeout(() => terminal.kill(), 60_000)
    const parts = await new Promise<string>((resolve, reject) => {
      let said = ''
      terminal.stdout.setEncoding('utf8').on('data', (text: string) => {
        said += text
        if (/packet-7QK2\.txt[\s\S]*Mutt: Attachments/.test(said)) resolve(said)
      })
      terminal.once('exit', () => reject(new Error(`mutt ended: ${said}`)))
    })
    terminal.stdin.write('qqx')
    await ended
    clearTimeout(late)
    return { text: readFileSync(shown ?? '', 'utf8'), parts }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

describe('in mutt', () => {
  for (const language of ['en', 'sw'])
    systemTest(['mutt', 'script'], `a letter in ${language} shows its text, and its files by name`, async () => {
      const letter = packetLetter(callReport(), casePacket({ language }), words(language), org, {
        htmlForm: forms.htmlForm,
      })
      const bytes = await compose({
        id: 'packet-7QK2',
        messageId: 'packet-7QK2@example.org',
        date: new Date('2026-11-22T08:00:00Z'),
        from: 'core@example.org',
        fromName: org.name,
        to: 'anna@example.org',
        autoSubmitted: 'auto-generated',
        ...letter,
      })
      const { text, parts } = await readInMutt(bytes)
      expect(text).toContain(`Subject: ${letter.subject}`)
      expect(text).toContain(`From: ${org.name} <core@example.org>`)
      // every line of the text part, as it was written; markup is that of the attached page alone
      const [shown = '', ...pages] = text.split('<!DOCTYPE html>')
      const flat = shown.replaceAll(/\s+/g, ' ')
      for (const line of letter.text.split('\n').filter(each => each.trim() !== ''))
        expect(flat).toContain(line.trim().replaceAll(/\s+/g, ' '))
      expect(pages.length).toBeLessThanOrEqual(1)
      expect(parts).toContain('packet-7QK2.html')
    })
})
