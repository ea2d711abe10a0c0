// format=flowed (RFC 3676): lines that a mail program broke are joined again, each within its own depth of quotes. Text that
// is not flowed never comes here.

interface FlowedLine {
  readonly depth: number
  readonly text: string
  readonly isFlowed: boolean
}

function readLine(line: string, delSp: boolean): FlowedLine {
  const depth = /^>*/.exec(line)?.[0].length ?? 0
  const stuffed = line.slice(depth)
  const text = stuffed.startsWith(' ') ? stuffed.slice(1) : stuffed
  // section 4.3: the line above a signature is fixed, although it ends with a space
  const isFlowed = text.endsWith(' ') && text !== '-- '
  return { depth, text: isFlowed && delSp ? text.slice(0, -1) : text, isFlowed }
}

/**
 * Text as it was before it was broken into lines; quote marks as `>>> `.
 * @param delSp the parameter DelSp of the content type: the space at a break was put there by the program.
 */
export function joinFlowed(text: string, delSp: boolean): string {
  const joined: string[] = []
  let paragraph: string[] = []
  let open: FlowedLine | null = null
  const close = (line: FlowedLine) => {
    joined.push(`${'>'.repeat(line.depth)}${line.depth > 0 ? ' ' : ''}${paragraph.join('')}`)
    paragraph = []
  }
  for (const line of text.split(/\r\n|\r|\n/).map(each => readLine(each, delSp))) {
    // a broken line that is followed by another depth was badly made: it ends there
    if (open !== null && open.depth !== line.depth) close(open)
    paragraph.push(line.text)
    open = line.isFlowed ? line : null
    if (open === null) close(line)
  }
  if (open !== null) close(open)
  return joined.join('\n')
}
