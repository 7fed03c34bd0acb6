import type { ReplyHeaders } from '@mira/core'

/** Resource that a server limits. */
export type LimitedUnit = 'requests' | 'tokens'

/** Limit that a server reports with a response. */
export interface ReportedLimit {
  readonly limit: number
  readonly remaining: number
  /** Time until the whole limit is available again, in milliseconds; `undefined` if the server does not say. */
  readonly resetMs: number | undefined
}

/** Spellings of the headers, by their `limit`, `remaining` and `reset`; those of one unit go before those of any. */
const spellings: Readonly<Record<LimitedUnit, readonly ((field: string) => string)[]>> = {
  requests: [
    (field) => `x-ratelimit-${field}-requests`,
    (field) => `anthropic-ratelimit-requests-${field}`,
    (field) => `x-ratelimit-${field}`,
    (field) => `x-rate-limit-${field}`,
    (field) => `ratelimit-${field}`,
  ],
  tokens: [(field) => `x-ratelimit-${field}-tokens`, (field) => `anthropic-ratelimit-tokens-${field}`],
}

/** Reads the limit of a unit from the headers of a response; returns `undefined` if it is not complete. */
export function readLimit(headers: ReplyHeaders, unit: LimitedUnit, nowMs: number): ReportedLimit | undefined {
  for (const spell of spellings[unit]) {
    const limit = readAmount(headers.get(spell('limit')))
    const remaining = readAmount(headers.get(spell('remaining')))
    if (limit === undefined || remaining === undefined || limit === 0) continue
    return { limit, remaining, resetMs: readResetMs(headers.get(spell('reset')), nowMs) }
  }
  return undefined
}

/** Reads a number; a list of policies (`100, 100;w=60`) begins with it. */
function readAmount(text: string | null): number | undefined {
  const digits = /^\s*(\d+(\.\d+)?)\s*(?:$|[,;])/.exec(text ?? '')?.[1]
  return digits === undefined ? undefined : Number(digits)
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Reads a time: seconds from now, a Unix time in seconds or milliseconds, a duration (`6m0s`, `20ms`), or a date. */
export function readResetMs(text: string | null, nowMs: number): number | undefined {
  const value = text?.trim() ?? ''
  const number = readAmount(value)
  if (number !== undefined) {
    const ms = number < 1e9 ? number * 1_000 : (number < 1e11 ? number * 1_000 : number) - nowMs
    return Math.max(0, ms)
  }
  if (/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(value)) {
    const parts = [...value.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)]
    return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (unitMs[unit as string] as number), 0)
  }
  const dateMs = /^([A-Z][a-z]{2}|\d{4}-\d\d-)/.test(value) ? Date.parse(value) : Number.NaN
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - nowMs)
}
