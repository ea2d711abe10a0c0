// Pictures of reports, as SVG made here: d3 gives scales and shapes, and needs no page. Each value is written beside what shows it, and no
// picture tells anything by colour alone. Colours are attributes, which a saved picture keeps; in a page the style sheet has its own by day
// and by night.

import { scaleBand, scaleLinear, scalePoint } from 'd3-scale'
import { area, line, stack } from 'd3-shape'
import { type Html, html, raw } from '../../page/html.ts'

export interface BarRow {
  readonly label: string
  /** By the name of the series. */
  readonly parts: Readonly<Record<string, number>>
}

export interface Point {
  readonly label: string
  readonly value: number
}

interface Figure {
  /** The picture in words, for those who do not see it. */
  readonly title: string
  readonly number: (value: number) => string
}

/** Of light pages: c1 to c5 of the style sheet. */
const colours = ['#084f80', '#c98000', '#2f9e7c', '#b04c86', '#5f6b70']
/** The fifth is for all others. */
export const mostSeries = colours.length

const width = 620
const left = 190
const right = 70

const colourOf = (at: number) => colours[at % colours.length] ?? ''

const open = (height: number, title: string) =>
  html`<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${title}" font-family="system-ui, sans-serif" font-size="12">`

const fixed = (value: number) => value.toFixed(1).replace(/\.0$/, '')

/** Longer names are cut in the picture; the table has them whole. */
const short = (text: string) => ([...text].length > 26 ? `${[...text].slice(0, 25).join('')}…` : text)

/** Bars that lie side by side, with the sum at the end of each. @param series names, in the order of their colours. */
export function barChart({ title, number }: Figure, series: readonly string[], rows: readonly BarRow[]): Html {
  const height = 30 + rows.length * 30 + 26
  const sums = rows.map(({ parts }) => series.reduce((sum, name) => sum + (parts[name] ?? 0), 0))
  const across = scaleLinear([0, Math.max(...sums, 1)], [left, width - right]).nice(5)
  const down = scaleBand(
    rows.map((_, at) => String(at)),
    [10, 10 + rows.length * 30],
  ).padding(0.25)
  const foot = 10 + rows.length * 30
  const layers = stack<BarRow, string>()
    .keys([...series])
    .value(({ parts }, name) => parts[name] ?? 0)([...rows])
  const ticks = across
    .ticks(5)
    .filter(Number.isInteger)
    .map(
      tick =>
        html`<line class="g" stroke="#e2e5e1" x1="${fixed(across(tick))}" x2="${fixed(across(tick))}" y1="6" y2="${foot}"/><text class="s" fill="#465155" x="${fixed(across(tick))}" y="${foot + 16}" text-anchor="middle">${number(tick)}</text>`,
    )
  const bars = layers.flatMap((layer, at) =>
    layer.map(([from, until], row) =>
      until <= from
        ? null
        : html`<rect class="k${at + 1}" fill="${colourOf(at)}" stroke="#fff" x="${fixed(across(from))}" y="${fixed(down(String(row)) ?? 0)}" width="${fixed(Math.max(across(until) - across(from), 1))}" height="${fixed(down.bandwidth())}"><title>${series[at] ?? ''}: ${number(until - from)}</title></rect>`,
    ),
  )
  const labels = rows.map(({ label }, row) => {
    const y = fixed((down(String(row)) ?? 0) + down.bandwidth() / 2 + 4)
    return html`<text class="t" fill="#1a2123" x="${left - 8}" y="${y}" text-anchor="end">${short(label)}</text><text class="t" fill="#1a2123" x="${fixed(across(sums[row] ?? 0) + 6)}" y="${y}">${number(sums[row] ?? 0)}</text>`
  })
  return html`${open(height, title)}${ticks}${bars}${labels}</svg>`
}

/** A line over an area, with the first and the last value written at it. */
export function lineChart({ title, number }: Figure, points: readonly Point[]): Html {
  const height = 240
  const foot = height - 34
  const across = scalePoint(
    points.map(({ label }) => label),
    [60, width - right],
  )
  const down = scaleLinear([0, Math.max(...points.map(({ value }) => value), 1)], [foot, 20]).nice(4)
  const x = ({ label }: Point) => across(label) ?? 0
  const y = ({ value }: Point) => down(value)
  const filled = area<Point>().x(x).y0(foot).y1(y)([...points]) ?? ''
  const drawn = line<Point>().x(x).y(y)([...points]) ?? ''
  const ticks = down
    .ticks(4)
    .filter(Number.isInteger)
    .map(
      tick =>
        html`<line class="g" stroke="#e2e5e1" x1="60" x2="${width - right}" y1="${fixed(down(tick))}" y2="${fixed(down(tick))}"/><text class="s" fill="#465155" x="52" y="${fixed(down(tick) + 4)}" text-anchor="end">${number(tick)}</text>`,
    )
  // no more names than have room
  const every = Math.ceil(points.length / 8)
  const labels = points.map((point, at) =>
    at % every !== 0 && at !== points.length - 1
      ? null
      : html`<text class="s" fill="#465155" x="${fixed(x(point))}" y="${foot + 18}" text-anchor="middle">${point.label}</text>`,
  )
  const dots = points.map(
    point =>
      html`<circle class="k1" fill="${colourOf(0)}" cx="${fixed(x(point))}" cy="${fixed(y(point))}" r="3.5"><title>${point.label}: ${number(point.value)}</title></circle>`,
  )
  const last = points.at(-1)
  return html`${open(height, title)}${ticks}<path class="k1 pale" fill="${colourOf(0)}" fill-opacity="0.14" d="${raw(filled)}"/><path class="l1" fill="none" stroke="${colourOf(0)}" stroke-width="2" d="${raw(drawn)}"/>${dots}${labels}${last === undefined ? null : html`<text class="t" fill="#1a2123" x="${fixed(x(last) + 8)}" y="${fixed(y(last) + 4)}">${number(last.value)}</text>`}</svg>`
}

/** Names of the series, each with its colour. */
export const legend = (series: readonly string[]): Html =>
  html`<ul class="legend">${series.map((name, at) => html`<li><svg width="12" height="12" aria-hidden="true"><rect class="k${at + 1}" fill="${colourOf(at)}" width="12" height="12" rx="2"/></svg> ${name}</li>`)}</ul>`
