// A mail that carries no form may still say something: one known word above what it quotes, or below it.

const words = {
  yes: ['yes', 'oui', 'ja', 'ndiyo', 'si', 'sí', 'نعم'],
  stop: ['stop', 'unsubscribe', 'abmelden', 'désabonner', 'desabonner', 'jiondoe', 'baja'],
  start: ['start', 'subscribe', 'anmelden', 'abonner', 'anza', 'alta'],
} as const

/** What the first line that a person wrote says, above what they quote or below it, when it is one word that we know. */
export function wordOf(text: string): 'yes' | 'stop' | 'start' | null {
  const lines = text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
  const below = lines.slice(lines.findLastIndex(line => line.startsWith('>')) + 1)
  for (const line of [lines[0], below[0]]) {
    const word = line
      ?.toLowerCase()
      .replace(/[.!"'»«]+$/u, '')
      .normalize('NFC')
    if (words.yes.some(known => known === word)) return 'yes'
    if (words.stop.some(known => known === word)) return 'stop'
    if (words.start.some(known => known === word)) return 'start'
  }
  return null
}
