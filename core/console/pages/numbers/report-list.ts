// The reports: which stored query, with which of its numbers in the picture. The table below each picture shows all that the query gave.

import type { QueryResult } from '../../../queries/shipped-query.ts'
import type { Html } from '../../page/html.ts'
import type { Say } from '../../page/words.ts'
import { barChart, type BarRow, legend, lineChart, mostSeries } from './charts.ts'

type Row = QueryResult['rows'][number]

export interface Choice {
  /** First day of the time that is looked at. */
  readonly since: string
  readonly process: string
}

interface Picture {
  readonly svg: Html
  /** Where there are several series. */
  readonly legend: Html | null
  /** Whose picture this is, where there are several: a currency. */
  readonly title: string
}

export interface Report {
  readonly key: string
  readonly query: string
  readonly asks: 'since' | 'process' | null
  readonly params: (choice: Choice) => Readonly<Record<string, string>>
  /** None where there is nothing to show yet. */
  readonly pictures: (say: Say, rows: readonly Row[]) => readonly Picture[]
}

/** Rows of a picture; more are in the table alone, and that is said. */
export const rowsDrawn = 24

const text = (value: unknown): string =>
  value instanceof Date
    ? value.toISOString().slice(0, 10)
    : value === null || value === undefined
      ? ''
      : typeof value === 'string'
        ? value
        : JSON.stringify(value)
const number = (value: unknown): number => (Number.isFinite(Number(value)) ? Number(value) : 0)

/** The names that are most, and the others as one. */
function seriesOf(names: readonly string[], other: string): readonly string[] {
  const counted = [...new Set(names)]
  return counted.length <= mostSeries ? counted : [...counted.slice(0, mostSeries - 1), other]
}

interface Cell {
  readonly label: string
  readonly series: string
  readonly value: number
}

/** Bars of cells that were counted by two things. */
function stacked(say: Say, title: string, cells: readonly Cell[]): readonly Picture[] {
  if (!cells.some(({ value }) => value > 0)) return []
  const other = say('report-others')
  const series = seriesOf(
    cells.map(cell => cell.series),
    other,
  )
  const rows: BarRow[] = [...new Set(cells.map(({ label }) => label))].map(label => {
    const parts: Record<string, number> = {}
    for (const cell of cells.filter(one => one.label === label)) {
      const name = series.includes(cell.series) ? cell.series : other
      parts[name] = (parts[name] ?? 0) + cell.value
    }
    return { label, parts }
  })
  const shown = rows.slice(0, rowsDrawn)
  const svg = barChart({ title, number: value => say.number(value) }, series, shown)
  return [{ svg, legend: series.length > 1 ? legend(series) : null, title: '' }]
}

function pipeline(say: Say, rows: readonly Row[]): readonly Picture[] {
  const series = say('report-records')
  const filled = rows.filter(({ process }) =>
    rows.some(other => other.process === process && number(other.records) > 0),
  )
  return stacked(
    say,
    say('report-pipeline'),
    filled.map(row => ({ label: `${text(row.process)}: ${text(row.stage)}`, series, value: number(row.records) })),
  )
}

/** Amounts of two currencies stand on no common scale. */
function forecast(say: Say, rows: readonly Row[]): readonly Picture[] {
  const currencies = [...new Set(rows.map(({ currency }) => text(currency)))].slice(0, 4)
  return currencies.flatMap(currency => {
    const own = rows.filter(row => text(row.currency) === currency)
    const cells = own.flatMap(row => {
      const label = text(row.month).slice(0, 7)
      const weighted = Math.max(number(row.weighted), 0)
      return [
        { label, series: say('report-weighted'), value: weighted },
        { label, series: say('report-unweighted'), value: Math.max(number(row.amount) - weighted, 0) },
      ]
    })
    return stacked(say, `${say('report-forecast')}: ${currency}`, cells).map(picture => ({
      ...picture,
      title: currency,
    }))
  })
}

const time = (say: Say, rows: readonly Row[]): readonly Picture[] =>
  stacked(
    say,
    say('report-time'),
    rows.map(row => ({ label: text(row.stage), series: say('report-median'), value: number(row.median) })),
  )

const activity = (say: Say, rows: readonly Row[]): readonly Picture[] =>
  stacked(
    say,
    say('report-activity'),
    rows.map(row => ({
      label: text(row.who) || say('facet-nobody'),
      series: text(row.kind) || say('report-others'),
      value: number(row.activities),
    })),
  )

const channels = (say: Say, rows: readonly Row[]): readonly Picture[] =>
  stacked(
    say,
    say('report-channels'),
    rows.map(row => ({ label: text(row.month), series: text(row.channel), value: number(row.replies) })),
  )

function growth(say: Say, rows: readonly Row[]): readonly Picture[] {
  if (rows.length === 0) return []
  const points = rows.map(row => ({ label: text(row.month), value: number(row.people) }))
  return [
    {
      svg: lineChart({ title: say('report-growth'), number: value => say.number(value) }, points),
      legend: null,
      title: '',
    },
  ]
}

export const reports: readonly Report[] = [
  { key: 'pipeline', query: 'people/pipeline', asks: null, params: () => ({}), pictures: pipeline },
  { key: 'forecast', query: 'deals/forecast', asks: null, params: () => ({}), pictures: forecast },
  { key: 'time', query: 'processes/time', asks: 'process', params: ({ process }) => ({ process }), pictures: time },
  { key: 'activity', query: 'activities/done', asks: 'since', params: ({ since }) => ({ since }), pictures: activity },
  {
    key: 'channels',
    query: 'replies/by-channel',
    asks: 'since',
    params: ({ since }) => ({ since }),
    pictures: channels,
  },
  { key: 'growth', query: 'people/growth', asks: null, params: () => ({}), pictures: growth },
]
