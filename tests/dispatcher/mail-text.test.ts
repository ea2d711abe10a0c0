import { htmlToText } from '@satchel/dispatcher/mail-text/html-text'
import { joinFlowed } from '@satchel/dispatcher/mail-text/mail-flowed'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

describe('HTML as text', () => {
  test.each([
    ['a line ends at br, div and p', 'a<br>b<div>c</div><div>d</div><p>e</p><p>f</p>g', 'a\nb\nc\nd\ne\nf\ng'],
    ['a br at the end of a block adds no line', '<div>a<br></div><div>b</div>', 'a\nb'],
    ['an empty line is a block with a br', '<div>a</div><div><br></div><div>b</div>', 'a\n\nb'],
    ['an empty paragraph of a word processor is an empty line', '<p>a</p><p>&nbsp;</p><p>b</p>', 'a\n\nb'],
    ['line ends of the source are spaces', 'a\r\n  b\n\n<b>c</b>\nd', 'a b c d'],
    ['but not in pre', '<pre>a\n  b\r\n\nc</pre>', 'a\n  b\n\nc'],
    ['nor where the style says so', '<div style="white-space: pre-wrap">a\n b</div>\nc\nd', 'a\n b\nc d'],
    [
      'a quote has a mark, deeper ones more',
      '<blockquote>a<br>b<blockquote>c</blockquote></blockquote>d',
      '> a\n> b\n>> c\nd',
    ],
    ['an empty quoted line keeps its mark', '<blockquote>a<br><br>b</blockquote>', '> a\n>\n> b'],
    ['a list has dashes', '<ul><li>a<li>b</li></ul>c', '- a\n- b\nc'],
    ['cells stand beside each other', '<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>', 'a b\nc'],
    [
      'scripts, styles and the head are dropped',
      '<head><title>x</title></head><style>y</style>a<script>z<b></script>b',
      'ab',
    ],
    ['a script that is never closed drops nothing', 'a<script>b', 'ab'],
    ['comments are dropped', 'a<!-- <br> --><!--[if mso]>x<![endif]-->b', 'ab'],
    ['a > in an attribute ends no tag', '<a title="x > y" href=\'>\'>a</a>', 'a'],
    ['an apostrophe in a broken tag does not swallow the rest', "<p don't>a</p>b", 'a\nb'],
    ['a quote that is never closed costs that tag only', '<a href="x>a</a><br>b', 'a\nb'],
    ['less-than in a text stays', 'a < b <3 c', 'a < b <3 c'],
    ['a cut tag is text', 'a<br>b<di', 'a\nb<di'],
    [
      'character references are read once',
      '&lt;b&gt; &amp;lt; &eacute;&#233;&#xE9; &#0; &nosuch; &#55296;',
      '<b> &lt; ééé &#0; &nosuch; &#55296;',
    ],
    ['brackets written as references are brackets', '&#91;form&#93;<br>&lsqb;end&rsqb;', '[form]\n[end]'],
    ['capitals in tags', '<BLOCKQUOTE>a<BR>b</BLOCKQUOTE>', '> a\n> b'],
    ['spaces that do not break are spaces', 'a&nbsp;&nbsp;b&nbsp;', 'a  b'],
  ])('%s', (_, html, text) => {
    expect(htmlToText(html)).toBe(text)
  })

  test('a long line is not wrapped', () => {
    const line = 'word '.repeat(5000).trim()
    expect(htmlToText(`<p>${line}</p>`)).toBe(line)
  })

  test('quotes deeper than twenty are shown as twenty', () => {
    expect(htmlToText(`${'<blockquote>'.repeat(20)}a`)).toBe(`${'>'.repeat(20)} a`)
    expect(htmlToText(`${'<blockquote>'.repeat(21)}a`)).toBe(`${'>'.repeat(20)} a`)
  })

  test('plain text comes through any program that escapes it and breaks lines with br', () => {
    const word = fc.stringMatching(/^[^\s\p{C}\p{Z}]{1,8}$/u)
    const line = fc.array(word, { maxLength: 6 }).map(words => words.join(' '))
    const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
    fc.assert(
      fc.property(fc.array(line, { minLength: 1 }), lines => {
        const html = lines.map(each => `<div>${each === '' ? '<br>' : escape(each)}</div>`).join('\n')
        expect(htmlToText(html)).toBe(lines.join('\n'))
      }),
    )
  })
})

describe('format=flowed', () => {
  test.each([
    ['joins lines that end with a space', 'a \nb \nc\nd', false, 'a b c\nd'],
    ['takes the space away with DelSp', 'a \nb', true, 'ab'],
    [
      'takes away the space that stuffs a line',
      ' >not quoted\n  indented\n From',
      false,
      '>not quoted\n indented\nFrom',
    ],
    ['joins within one depth of quotes', '> a \n> b\nc', false, '> a b\nc'],
    ['does not join across depths', '> a \n>> b \nc', false, '> a \n>> b \nc'],
    ['leaves blank quoted lines blank', '> a\n> \n> b\n>\n> c', false, '> a\n> \n> b\n> \n> c'],
    ['leaves the mark of a signature', 'a\n-- \nGrace', false, 'a\n-- \nGrace'],
    ['ends where the text ends', 'a ', false, 'a '],
  ])('%s', (_, text, delSp, joined) => {
    expect(joinFlowed(text, delSp)).toBe(joined)
    expect(joinFlowed(text.replaceAll('\n', '\r\n'), delSp)).toBe(joined)
  })

  test('gives back what a program flowed', () => {
    const paragraph = fc.array(fc.stringMatching(/^[a-z>]{1,6}$/), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(fc.array(paragraph, { minLength: 1 }), fc.integer({ min: 0, max: 3 }), (paragraphs, depth) => {
        const mark = depth === 0 ? '' : `${'>'.repeat(depth)} `
        const stuff = (line: string) => (depth === 0 && /^[> ]|^From /.test(line) ? ` ${line}` : line)
        const flowed = paragraphs.map(words => words.map(word => mark + stuff(word)).join(' \n')).join('\n')
        expect(joinFlowed(flowed, false)).toBe(paragraphs.map(words => mark + words.join(' ')).join('\n'))
      }),
    )
  })
})

describe('what is struck out or hidden', () => {
  test.each([
    ['is left out', '<s>a</s>b<strike>c</strike><del>d</del>', 'b'],
    ['by its style', '<span style="color:red; text-decoration: underline line-through">a</span>b', 'b'],
    ['with all that is in it', '<del>a<b>b</b><br>c</del>d', '\nd'],
    ['up to the end of its paragraph', '<p><s>a<p>b', 'b'],
    [
      'up to the next item, and not into a list within',
      '<ul><li style="display:none">a<li>b<ul><li>c</ul></ul>',
      '- b\n- c',
    ],
    ['up to the next cell', '<table><tr><td><s>a<td>b</table>', 'b'],
    ['when nobody sees it', '<div style="DISPLAY: NONE">a<blockquote>b</blockquote></div><p hidden>c</p>d', 'd'],
    ['but not where the word is only said', '<a title="hidden">a</a><b class="line-through none">b</b>', 'ab'],
  ])('%s', (_, html, text) => {
    expect(htmlToText(html)).toBe(text)
  })
})
