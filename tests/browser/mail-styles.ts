// Our HTML letters as mail programs leave them: each takes away what it does not know. The lists are of what is kept, so that a style
// nobody thought of is taken away here, too. Made for our own letters, whose markup is regular; no reader of any HTML.

/**
 * Gmail: https://developers.google.com/workspace/gmail/design/css, and for its app with other accounts, where it drops style sheets,
 * https://www.caniemail.com. Without sheets there are no media queries and no classes; custom properties, position, flex and grid are gone.
 */
const gmail =
  /^(?:color|background(?:-color)?|font(?:-family|-size|-style|-weight)?|letter-spacing|line-height|text-(?:align|decoration|indent|transform)|white-space|vertical-align|direction|margin(?:-\w+)?|padding(?:-\w+)?|border(?:-(?!image)[\w-]+)?|(?:min-|max-)?(?:width|height)|list-style(?:-\w+)?|display)$/
const gmailDisplay = /^(?:none|block|inline|inline-block|list-item|table(?:-\w+)?)$/

/**
 * Outlook for Windows draws letters with Word: "Word 2007 HTML and CSS Rendering Capabilities in Outlook 2007",
 * https://learn.microsoft.com/previous-versions/office/developer/office-2007/aa338201(v=office.12). Every element has the first
 * group, blocks the second as well, tables and pictures all; nothing has display, max-width or rounded corners.
 */
const outlookAll =
  /^(?:color|background(?:-color)?|font(?:-family|-size|-style|-weight)?|letter-spacing|line-height|text-(?:align|decoration)|white-space|vertical-align|border(?:-(?:color|style|width|collapse))?)$/
const outlookBlocks = /^(?:text-indent|margin(?:-\w+)?)$/
const outlookTables = /^(?:width|height|padding(?:-\w+)?|border-(?:left|right|top|bottom)(?:-\w+)?)$/
const blocks = /^(?:p|div|h[1-6]|ul|ol|li|pre|blockquote|hr|table|td|th|img)$/
const tables = /^(?:table|td|th|img|hr)$/

type Keeps = (element: string, property: string, value: string) => boolean

/** As Gmail shows it where it drops style sheets. */
export const asGmail = (html: string): string =>
  withStyles(
    html,
    (_element, property, value) =>
      gmail.test(property) && !value.includes('var(') && (property !== 'display' || gmailDisplay.test(value)),
  )

/** As Word shows it. */
export const asOutlook = (html: string): string =>
  withStyles(
    html,
    (element, property, value) =>
      !value.includes('var(') &&
      (outlookAll.test(property) ||
        (blocks.test(element) && outlookBlocks.test(property)) ||
        (tables.test(element) && outlookTables.test(property))),
  )

/** As a program shows it that keeps no style at all. */
export const withoutStyles = (html: string): string => withStyles(html, () => false)

function withStyles(html: string, keeps: Keeps): string {
  return html
    .replace(/<style[^>]*>[^]*?<\/style>/gi, '')
    .replace(/<([a-z][a-z0-9]*)((?:\s[^<>]*)?)>/gi, (_all, element: string, attributes: string) => {
      const kept = attributes
        .replace(/\sclass="[^"]*"/g, '')
        .replace(/\sstyle="([^"]*)"/g, (_style, text: string) => ` style="${keptOf(text, element, keeps)}"`)
      return `<${element}${kept}>`
    })
}

function keptOf(style: string, element: string, keeps: Keeps): string {
  return style
    .split(';')
    .map(each => each.trim())
    .filter(each => {
      const [property = '', ...value] = each.split(':')
      return keeps(element.toLowerCase(), property.trim().toLowerCase(), value.join(':').trim())
    })
    .join(';')
}
