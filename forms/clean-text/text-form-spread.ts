// A draft of an answer link that lost its line breaks: some programs open a draft as HTML, in which they are spaces.

/** The form that a link makes, in one line; what stands before it are its sender's words. */
const inOneLine =
  /\[form\]\s{1,4}[a-z][a-z0-9-]{0,63} [1-9][0-9]{0,8} [0-9a-z-]{4,40} [a-z]{2,3}(?:-[a-z0-9]{1,8}){0,3} link\s{1,4}\[[^\n]{1,4000}?\[end\]/giu

/** Puts each label of such a form on a line of its own, quoted as the one line was. */
export function spreadDraft(text: string): string {
  if (!/ link\s{1,4}\[/iu.test(text)) return text
  return text.split('\n').map(spreadLine).join('\n')
}

function spreadLine(line: string): string {
  const marks = /^[ \t]*(?:>[ \t]*)*/u.exec(line)?.[0] ?? ''
  return line.replace(inOneLine, form => `\n${form.replace(/\s*\[/g, `\n${marks}[`)}\n${marks}`)
}
