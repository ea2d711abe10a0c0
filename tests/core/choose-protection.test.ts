// How letters are protected is asked for on a terminal, and never chosen for anybody.

import { PassThrough } from 'node:stream'
import { chooseProtection } from '@satchel/core/cli/choose-protection'
import { ProtectionWord } from '@satchel/core/staff/protect-staff'
import { expect, test } from 'vitest'

function terminal(isTTY: boolean) {
  const keys = Object.assign(new PassThrough(), { isTTY })
  const err = new PassThrough()
  const stopping = new AbortController()
  const world = {
    streams: { out: new PassThrough(), err, keys },
    env: {},
    now: () => new Date(),
    stop: stopping.signal,
    setExitCode: () => undefined,
  }
  return { keys, err, stopping, world }
}

test('on a terminal the three choices are said, plain with what it means, and one word is taken', async () => {
  const { keys, err, world } = terminal(true)
  const asked = chooseProtection(world, undefined, 'Anna Auma')
  keys.write('passphrase\r\n')
  expect(await asked).toBe('passphrase')
  expect(String(err.read())).toMatch(
    /letters to Anna Auma[^]*passphrase[^]*pgp[^]*plain +in the clear: every mail server/,
  )
})

test('what was said on the command line is not asked for', async () => {
  expect(await chooseProtection(terminal(true).world, 'pgp', 'Anna')).toBe('pgp')
})

test('an empty line, or any other word, is no choice', async () => {
  const { keys, world } = terminal(true)
  const asked = chooseProtection(world, undefined, 'Anna')
  keys.write('\n')
  for (const word of [await asked, 'none', 'PLAIN', ''])
    expect(ProtectionWord.safeParse(word).error?.issues[0]?.message).toContain('plain, pgp, passphrase')
})

test('without a terminal nothing is chosen, and the option is named', async () => {
  await expect(chooseProtection(terminal(false).world, undefined, 'Anna')).rejects.toMatchObject({
    code: 'usage/wrong',
    hints: [expect.stringContaining('--protection')],
  })
})

test('a terminal that is closed, and being told to stop, choose nothing', async () => {
  const [closed, stopped] = [terminal(true), terminal(true)]
  const one = chooseProtection(closed.world, undefined, 'Anna')
  closed.keys.end()
  await expect(one).rejects.toMatchObject({ code: 'usage/wrong' })
  const other = chooseProtection(stopped.world, undefined, 'Anna')
  stopped.stopping.abort()
  await expect(other).rejects.toMatchObject({ code: 'usage/wrong' })
})
