import { describe, expect, it } from 'vitest'
import { createClient } from './client.ts'
import { callThing, failureOf } from './pipeline.test-support.ts'
import { createScriptedFetch } from './testing/scripted-fetch.ts'
import { createVirtualClock } from './testing/virtual-clock.ts'

const nowMs = Date.UTC(2026, 0, 1, 12)
const date = (ms: number): string => new Date(ms).toUTCString()
const inSeconds = (seconds: number): string => date(nowMs + seconds * 1_000)
/** Maximum backoff before the second attempt. */
const ownBoundMs = 500

interface Case {
  headers: Record<string, string>
  status?: number
  /** Delay requested by the server; absent when there is no valid one. */
  toldMs?: number
}

/** Accepted delays: the next attempt is made no sooner than requested, and not much later. */
const waits: readonly Case[] = [
  { headers: { 'retry-after': '1' }, toldMs: 1_000 },
  { headers: { 'retry-after': '5' }, toldMs: 5_000 },
  { headers: { 'retry-after': '60' }, toldMs: 60_000 },
  { headers: { 'retry-after': '0' }, toldMs: 0 },
  { headers: { 'retry-after': '1.5' }, toldMs: 1_500 },
  { headers: { 'retry-after': ' 2 ' }, toldMs: 2_000 },
  { headers: { 'retry-after': '007' }, toldMs: 7_000 },
  { headers: { 'retry-after': '3' }, status: 503, toldMs: 3_000 },
  { headers: { 'retry-after': '3' }, status: 500, toldMs: 3_000 },
  { headers: { 'retry-after': inSeconds(10), date: inSeconds(0) }, toldMs: 10_000 },
  { headers: { 'retry-after': inSeconds(10) }, toldMs: 10_000 },
  // The server's clock is an hour ahead or behind: the difference between its two dates counts.
  { headers: { 'retry-after': inSeconds(3_630), date: inSeconds(3_600) }, toldMs: 30_000 },
  { headers: { 'retry-after': inSeconds(-3_570), date: inSeconds(-3_600) }, toldMs: 30_000 },
  { headers: { 'retry-after': 'Thursday, 01-Jan-26 12:00:20 GMT', date: inSeconds(0) }, toldMs: 20_000 },
  { headers: { 'retry-after': 'Thu Jan  1 12:00:20 2026 GMT', date: inSeconds(0) }, toldMs: 20_000 },
  { headers: { 'retry-after': '2026-01-01T12:00:20Z', date: inSeconds(0) }, toldMs: 20_000 },
  { headers: { 'retry-after': inSeconds(10), date: 'rubbish' }, toldMs: 10_000 },
  { headers: { 'retry-after-ms': '250' }, toldMs: 250 },
  { headers: { 'retry-after-ms': '1500.5' }, toldMs: 1_500.5 },
  { headers: { 'retry-after-ms': '250', 'retry-after': '9' }, toldMs: 250 },
  { headers: { 'retry-after-ms': 'soon', 'retry-after': '9' }, toldMs: 9_000 },
  { headers: { 'retry-after-ms': '-1', 'retry-after': '9' }, toldMs: 9_000 },
  { headers: { 'x-ratelimit-reset': String(nowMs / 1_000 + 15), 'x-ratelimit-remaining': '0' }, toldMs: 15_000 },
  { headers: { 'x-ratelimit-reset': String(nowMs / 1_000 + 15) }, toldMs: 15_000 },
  { headers: { 'x-ratelimit-reset': String(nowMs / 1_000 + 3_615), date: inSeconds(3_600) }, toldMs: 15_000 },
  { headers: { 'x-ratelimit-reset': String(nowMs / 1_000 + 15), 'retry-after': '2' }, toldMs: 2_000 },
  // A small number cannot be a Unix time: some gateways send the remaining seconds.
  { headers: { 'x-ratelimit-reset': '15', 'x-ratelimit-remaining': '0' }, toldMs: 15_000 },
]

/** Headers without a valid delay: the client's own backoff applies. */
const silences: readonly Case[] = [
  { headers: {} },
  { headers: { 'retry-after': '' } },
  { headers: { 'retry-after': '-5' } },
  { headers: { 'retry-after': 'soon' } },
  { headers: { 'retry-after': 'soon 5' } },
  { headers: { 'retry-after': '120 seconds' } },
  { headers: { 'retry-after': 'NaN' } },
  { headers: { 'retry-after': 'Infinity' } },
  { headers: { 'retry-after': '1.5.2' } },
  { headers: { 'retry-after-ms': '-1' } },
  { headers: { 'retry-after-ms': '' } },
  { headers: { 'x-ratelimit-reset': String(nowMs / 1_000 + 15), 'x-ratelimit-remaining': '3' } },
  { headers: { 'x-ratelimit-reset': String(nowMs / 1_000 + 15) }, status: 503 },
  { headers: { 'x-ratelimit-reset': 'tomorrow' } },
]

/** Delays beyond `maxRetryAfterMs`: the call fails at once and reports the delay. */
const refusals: readonly Case[] = [
  { headers: { 'retry-after': '61' }, toldMs: 61_000 },
  { headers: { 'retry-after': '3600' }, toldMs: 3_600_000 },
  { headers: { 'retry-after': '86400' }, toldMs: 86_400_000 },
  { headers: { 'retry-after': '10000000000000000000' }, toldMs: 1e22 },
  { headers: { 'retry-after': inSeconds(120), date: inSeconds(0) }, toldMs: 120_000 },
  { headers: { 'retry-after-ms': '60001' }, toldMs: 60_001 },
  { headers: { 'x-ratelimit-reset': String(nowMs / 1_000 + 90), 'x-ratelimit-remaining': '0' }, toldMs: 90_000 },
  { headers: { 'retry-after': '61' }, status: 503, toldMs: 61_000 },
]

/** Makes two attempts on a virtual clock, the first of which fails as specified by the case. */
async function gapAfter({ headers, status = 429 }: Case, random: number): Promise<number> {
  const clock = createVirtualClock(nowMs)
  const fetch = createScriptedFetch({ 'GET /v1/thing': [{ status, headers }, { json: {} }] }, { clock })
  await clock.run(callThing(createClient({ baseUrl: 'http://mira.test', fetch, clock, random: () => random })))
  const [first, second] = fetch.requests
  return second!.atMs - first!.atMs
}

describe('the pause before the next attempt', () => {
  it.each(waits)('is never shorter than $headers ($status) requires', async (row) => {
    const toldMs = row.toldMs!
    expect(await gapAfter(row, 0)).toBeCloseTo(toldMs, 3)
    const longest = await gapAfter(row, 0.999)
    expect(longest).toBeGreaterThanOrEqual(toldMs)
    expect(longest).toBeLessThanOrEqual(toldMs + 1_000)
  })

  it.each(silences)('is the default when $headers ($status) sets none', async (row) => {
    expect(await gapAfter(row, 0.5)).toBeCloseTo(ownBoundMs / 2, 3)
    expect(await gapAfter(row, 0.999)).toBeLessThan(ownBoundMs)
  })

  it.each(refusals)('is not taken when $headers ($status) asks for too long', async (row) => {
    const clock = createVirtualClock(nowMs)
    const fetch = createScriptedFetch(
      { 'GET /v1/thing': { status: row.status ?? 429, headers: row.headers } },
      { clock },
    )
    const error = await failureOf(callThing(createClient({ baseUrl: 'http://mira.test', fetch, clock })))
    expect(error.retryAfterMs).toBe(row.toldMs)
    expect(error.retryable).toBe(true)
    expect(fetch.requests).toHaveLength(1)
    expect(clock.pending).toEqual([])
  })
})
