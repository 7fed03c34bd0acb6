import { describe, expect, it } from 'vitest'
import { type RealtimeOptions, readRealtimeOptions } from './settings.ts'

describe('readRealtimeOptions', () => {
  it.each<RealtimeOptions>([
    { handshakeTimeoutMs: undefined, toolTimeoutMs: undefined, maxUnreadEvents: undefined },
    { reconnect: { maxAttempts: undefined, baseDelayMs: undefined } as never },
    { heartbeat: { intervalMs: undefined } as never },
    { audio: { maxBufferedMs: undefined, overflow: undefined } },
  ])('reads undefined in %j as absent', (options) => {
    expect(readRealtimeOptions(options)).toEqual(readRealtimeOptions({}))
  })

  it('keeps what is set', () => {
    const options = { reconnect: { maxAttempts: 2 }, heartbeat: false, audio: { overflow: 'drop' } } as const
    expect(readRealtimeOptions(options)).toMatchObject({
      reconnect: { maxAttempts: 2, baseDelayMs: 250 },
      heartbeat: false,
      audio: { overflow: 'drop', maxBufferedMs: 2_000 },
    })
  })

  it.each<[name: string, options: RealtimeOptions]>([
    ['maxHistoryItems', { maxHistoryItems: 0 }],
    ['maxAttempts', { reconnect: { maxAttempts: -1 } }],
    ['timeoutMs', { heartbeat: { timeoutMs: Number.NaN } }],
    ['inputSampleRate', { audio: { inputSampleRate: 0 } }],
  ])('throws when %s is not greater than 0', (name, options) => {
    expect(() => readRealtimeOptions(options)).toThrow(new RangeError(`${name} must be greater than 0`))
  })
})
