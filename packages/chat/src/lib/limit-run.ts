import type { RecordedCut, RecordedRun } from './recorded-run.ts'

/** Lengths to which texts are cut, one after the other, until a document is small enough. */
const textLimits: readonly number[] = [65_536, 16_384, 4_096, 1_024, 256, 64]

/** Maximum number of cuts that are listed; the last entry sums up the others. */
const maxCuts = 20

/** Maximum length of a path in the list, since names of fields come from outside. */
const maxPathLength = 60

/** Bytes that the list of cuts may take, with every character escaped. */
const cutsBytes = 8_192

const sizeOf = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length

/**
 * Returns a run whose JSON has at most `maxBytes`. The longest texts are cut first; if that is not enough, whole messages
 * and rounds are left out, the first and the last ones at the end. Everything left out is listed in `cut`.
 *
 * @param maxBytes - At least 16 384.
 */
export function limitRun(run: RecordedRun, maxBytes: number): RecordedRun {
  if (sizeOf(run) <= maxBytes) return run
  const target = maxBytes - cutsBytes
  for (const limit of textLimits) {
    const cuts: RecordedCut[] = []
    const limited = cutTexts(run, { limit, path: '', cuts }) as RecordedRun
    if (sizeOf(limited) <= target) return { ...limited, cut: listed(cuts) }
    if (limit === textLimits.at(-1)) return dropItems(limited, target, cuts)
  }
  return run
}

interface Cutting {
  readonly limit: number
  readonly path: string
  readonly cuts: RecordedCut[]
}

function cutTexts(value: unknown, { limit, path, cuts }: Cutting): unknown {
  if (typeof value === 'string') {
    if (value.length <= limit) return value
    const omittedCharacters = value.length - limit
    cuts.push({ path, omittedCharacters })
    return `${value.slice(0, limit)}… [${omittedCharacters} more characters]`
  }
  if (Array.isArray(value))
    return value.map((item, index) => cutTexts(item, { limit, path: `${path}[${index}]`, cuts }))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, item]) => [
    name,
    cutTexts(item, { limit, path: path ? `${path}.${name}` : name, cuts }),
  ])
  return Object.fromEntries(entries)
}

/** Lists of which items are left out, one after the other, and how many of their items stay. */
const dropSteps = [
  ['messages', 2],
  ['rounds', 2],
  ['tools', 0],
  ['messages', 0],
  ['rounds', 0],
] as const

/** Leaves out items of the lists of a run; those that stay are the first and the last. */
function dropItems(run: RecordedRun, target: number, cuts: RecordedCut[]): RecordedRun {
  const limited = { ...run }
  for (const [name, kept] of dropSteps) {
    const items = [...limited[name]] as unknown[]
    let excess = sizeOf(limited) - target
    for (let index = Math.min(1, kept); excess > 0 && items.length > kept; index++) {
      const [item] = items.splice(Math.min(1, kept), 1)
      excess -= sizeOf(item)
      cuts.push({ path: `${name}[${index}]`, omittedCharacters: JSON.stringify(item).length })
    }
    limited[name] = items as never
  }
  const { request, error, ...others } = limited
  if (sizeOf(limited) <= target) return { ...limited, cut: listed(cuts) }
  cuts.push({ path: 'request', omittedCharacters: JSON.stringify({ request, error }).length })
  const { name = '', message = '' } = error ?? {}
  return { ...others, request: {}, usage: undefined, error: error && { name, message }, cut: listed(cuts) }
}

function listed(cuts: RecordedCut[]): RecordedCut[] {
  const paths = cuts.map(({ path, ...cut }) => ({ path: path.slice(0, maxPathLength), ...cut }))
  if (paths.length <= maxCuts) return paths
  const others = paths.slice(maxCuts - 1)
  const omittedCharacters = others.reduce((sum, cut) => sum + cut.omittedCharacters, 0)
  return [...paths.slice(0, maxCuts - 1), { path: `… ${others.length} more`, omittedCharacters }]
}
