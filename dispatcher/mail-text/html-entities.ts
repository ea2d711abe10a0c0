// Character references of HTML that mail programs write. An unknown one stays as it was written.

/** U+00A0 to U+00FF in order. */
const latin =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml'.split(
    ' ',
  )

const named: ReadonlyMap<string, string> = new Map([
  ...latin.map((name, index) => [name, String.fromCharCode(0xa0 + index)] as const),
  ...Object.entries({
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    OElig: '\u0152',
    oelig: '\u0153',
    Scaron: '\u0160',
    scaron: '\u0161',
    Yuml: '\u0178',
    ensp: '\u2002',
    emsp: '\u2003',
    thinsp: '\u2009',
    zwnj: '\u200C',
    zwj: '\u200D',
    lrm: '\u200E',
    rlm: '\u200F',
    ndash: '\u2013',
    mdash: '\u2014',
    lsquo: '\u2018',
    rsquo: '\u2019',
    sbquo: '\u201A',
    ldquo: '\u201C',
    rdquo: '\u201D',
    bdquo: '\u201E',
    bull: '\u2022',
    hellip: '\u2026',
    lsaquo: '\u2039',
    rsaquo: '\u203A',
    euro: '\u20AC',
    trade: '\u2122',
    lbrack: '[',
    rbrack: ']',
    lsqb: '[',
    rsqb: ']',
    commat: '@',
    plus: '+',
    num: '#',
    colon: ':',
    NewLine: '\n',
    Tab: '\t',
  }),
])

function ofNumber(digits: string, radix: number): string | null {
  const code = Number.parseInt(digits, radix)
  const isScalar = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
  return isScalar ? String.fromCodePoint(code) : null
}

/** `&eacute;`, `&#233;` and `&#xE9;` as the character. */
export function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#([0-9]{1,7})|#x([0-9a-f]{1,6})|([a-z][a-z0-9]{1,15}));/gi,
    (whole, decimal?: string, hex?: string, name?: string) =>
      (decimal === undefined
        ? hex === undefined
          ? named.get(name ?? '')
          : ofNumber(hex, 16)
        : ofNumber(decimal, 10)) ?? whole,
  )
}
