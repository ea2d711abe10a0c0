// The one style sheet, inline under its hash: no page needs a second request, and none may use another style. Its colours are those of
// letters and forms, which this package does not import; tests/intake-server/page-style.test.ts compares them.

import { createHash } from 'node:crypto'

export const style = `
:root{color-scheme:light dark;--paper:#f7f5f0;--card:#fffefc;--ink:#1b2422;--soft:#55605c;--line:#78827d;--accent:#14605a;--on-accent:#fff;--focus:#b4530a}
@media(prefers-color-scheme:dark){:root{--paper:#141817;--card:#1d2322;--ink:#edf0ed;--soft:#abb5b1;--line:#84908b;--accent:#7fd0c5;--on-accent:#06211e;--focus:#ffb066}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.55 system-ui,sans-serif}
header,main,footer{max-width:40rem;margin:0 auto;padding:1rem}
header{border-block-end:1px solid var(--line)}
header a{font-weight:600;text-decoration:none}
h1{font-size:1.5rem;line-height:1.25;margin:1rem 0}
a{color:var(--accent)}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
ul{padding-inline-start:1.2rem}
main li{margin:.75rem 0}
label{display:block;font-weight:600;margin-block-start:1.25rem}
label small{font-weight:400;color:var(--soft)}
.help{color:var(--soft);margin:.25rem 0}
input,textarea{width:100%;font:inherit;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:.3rem;padding:.6rem;margin-block-start:.25rem}
textarea{min-height:9rem;resize:vertical}
button{font:inherit;font-weight:600;margin-block-start:1.5rem;padding:.7rem 1.4rem;border:2px solid var(--accent);border-radius:.3rem;background:var(--accent);color:var(--on-accent);cursor:pointer}
code{font-size:1.05em;overflow-wrap:anywhere}
.trap{position:absolute;inset-inline-start:-9999px;width:1px;height:1px;overflow:hidden}
footer{border-block-start:1px solid var(--line);margin-block-start:2rem;font-size:.95rem}
footer ul{display:flex;flex-wrap:wrap;gap:.25rem 1rem;list-style:none;padding:0;margin:.5rem 0}
footer a{display:inline-block;padding:.3rem 0}
`

/** As a source of a content security policy. */
export const styleSource = `'sha256-${createHash('sha256').update(style).digest('base64')}'`
