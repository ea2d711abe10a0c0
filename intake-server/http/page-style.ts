// The one style sheet, which every page links by its hash (static-files.ts), so that it is loaded once. Its colours, sizes and
// spaces are those of letters and forms, which this package does not import; tests/intake-server/page-style.test.ts compares them.

export const style = `
:root{color-scheme:light dark;--paper:#f7f5f0;--card:#fffefc;--ink:#1b2422;--soft:#55605c;--line:#78827d;--rule:#dfdbd0;--accent:#14605a;--accent-soft:#e2efec;--on-accent:#fff;--bad:#a02a20;--bad-soft:#fae9e6;--good:#1d6a3c;--good-soft:#e3f1e6;--focus:#b4530a}
@media(prefers-color-scheme:dark){:root{--paper:#141817;--card:#1d2322;--ink:#edf0ed;--soft:#abb5b1;--line:#84908b;--rule:#353d3a;--accent:#7fd0c5;--accent-soft:#1b3431;--on-accent:#06211e;--bad:#ffa498;--bad-soft:#40201c;--good:#93d6a6;--good-soft:#1a3423;--focus:#ffb066}}
*,::before,::after{box-sizing:border-box}
html{font:100%/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;background:var(--paper);color:var(--ink);text-size-adjust:100%}
body{margin:0 auto;max-width:38rem;padding:1rem;font-size:1.0625rem;overflow-wrap:anywhere}
h1,h2,p,ul,ol,fieldset,legend{margin:0;padding:0}
ul{list-style:none}
fieldset{border:0;min-width:0}
h1{font-size:1.625rem;line-height:1.2}
h2{font-size:1.25rem;line-height:1.3}
a{color:var(--accent);text-underline-offset:.2em}
svg{width:1.5rem;height:1.5rem;flex:none;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
[dir=rtl] .go svg{transform:scaleX(-1)}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
header,footer{font-size:.9375rem}
header a{display:inline-block;padding-block:.65rem;font-weight:700;text-decoration:none}
main>*+*,form>*+*,.card>*+*{margin-block-start:.75rem}
main>h2{margin-block-start:2.25rem}
.lead{font-size:1.25rem;line-height:1.4}
.soft,.hint,small{color:var(--soft);font-size:.9375rem;font-weight:400}
.hint{display:block}
.card{background:var(--card);border:1px solid var(--rule);border-radius:.75rem;padding:1rem}
.card h2{margin:0}
ol{padding-inline-start:1.25rem}
ol li+li{margin-block-start:.5rem}
.rows{padding-block:0}
.rows>li{margin:0;padding-block:.8rem;border-block-start:1px solid var(--rule)}
.rows>li:first-child{border-block-start:0}
.go>li{padding:0}
.go a{display:flex;justify-content:space-between;align-items:center;gap:.75rem;padding-block:.8rem;color:var(--ink);text-decoration:none}
.go svg{color:var(--accent)}
label,legend{display:block;font-weight:600}
input,textarea{font:inherit;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:.5rem;accent-color:var(--accent)}
input:not([type=checkbox],[type=file]),textarea{display:block;width:100%;min-height:3rem;padding:.6rem .75rem;margin-block-start:.25rem}
[type=file]{width:100%;padding:.6rem .75rem;margin-block-start:.25rem}
[type=email],.ltr{direction:ltr}
[dir=rtl] :is([type=email],.ltr){text-align:right}
textarea{min-height:9rem;resize:vertical}
[aria-invalid=true]{border:2px solid var(--bad)}
.error{color:var(--bad);font-weight:600}
.say{padding:.75rem 1rem;border-radius:.5rem;background:var(--bad-soft);color:var(--bad)}
.tick{display:flex;align-items:center;gap:.75rem;min-height:3rem;font-weight:400}
.tick input{width:1.5rem;height:1.5rem;margin:0;flex:none}
.btn{display:flex;align-items:center;justify-content:center;width:100%;min-height:3rem;padding:.5rem 1.1rem;border:2px solid var(--accent);border-radius:.5rem;background:none;color:var(--accent);font:inherit;font-weight:700;text-decoration:none;cursor:pointer}
.full{background:var(--accent);color:var(--on-accent)}
form>.btn{margin-block-start:1.25rem}
.done{width:3.5rem;height:3.5rem;padding:.8rem;border-radius:50%;background:var(--good-soft);color:var(--good);stroke-width:2.5}
code{font:inherit;font-variant-numeric:tabular-nums;direction:ltr;unicode-bidi:isolate}
summary{display:inline-block;min-height:3rem;padding-block:.65rem;color:var(--accent);font-weight:600;cursor:pointer}
.trap{position:absolute;inset-inline-start:-9999px;width:1px;height:1px;overflow:hidden}
footer{border-block-start:1px solid var(--rule);margin-block-start:2.25rem;padding-block-start:1rem;color:var(--soft)}
footer a{display:inline-block;padding-block:.65rem}
footer ul{display:flex;flex-wrap:wrap;gap:0 1rem}
@media print{.btn,footer nav{display:none}}
`
