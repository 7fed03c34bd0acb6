import { createClient, MiraError, request } from '@mira/core'
import { createVirtualClock } from '@mira/core/testing'
import { createGate, startTestServer } from '@mira/test-server'
import { describe, expect, it } from 'vitest'
import { collect, createMemoryCheckpoint } from './batch.test-support.ts'
import { mapCalls } from './map-calls.ts'

const client = createClient({ baseUrl: 'http://127.0.0.1:9', apiKey: 'sk-mira-0123456789abcdef0123456789abcdef' })
const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index)
const codeError = (code: string, retryable = false): MiraError => new MiraError(code, { code, retryable })

async function* asAsync<Item>(items: Iterable<Item>): AsyncGenerator<Item> {
  yield* items
}

describe('results', () => {
  it.each([
    ['an array', numbers(20)],
    ['a set', new Set(numbers(20))],
    ['an async iterable', asAsync(numbers(20))],
    ['no items', []],
  ])('come in the order of %s', async (_, items) => {
    const { results, error } = await collect(mapCalls(client, items, async (item) => item * 2, { concurrency: 3 }))
    expect(error).toBeUndefined()
    expect(results).toEqual(
      [...numbers(results.length)].map((index) => ({
        status: 'fulfilled',
        index,
        id: String(index),
        item: index,
        value: index * 2,
        isRestored: false,
      })),
    )
  })

  it('come in the order of completion on request', async () => {
    const gates = numbers(3).map(createGate)
    const calls = mapCalls(
      client,
      numbers(3),
      async (item) => {
        await gates[item]?.arrive()
        gates[item - 1]?.open()
        return item
      },
      { order: 'completion' },
    )
    gates[2]?.open()
    const { results } = await collect(calls)
    expect(results.map(({ index }) => index)).toEqual([2, 1, 0])
  })

  it('include failures, sync and async, of any kind', async () => {
    const { results, error } = await collect(
      mapCalls(client, ['sync', 'async', 'fine', 'text'], (item) => {
        if (item === 'sync') throw new TypeError(item)
        if (item === 'async') return Promise.reject(codeError('bad_request'))
        if (item === 'text') throw item
        return item
      }),
    )
    expect(error).toBeUndefined()
    expect(results.map((result) => (result.status === 'fulfilled' ? result.value : result.reason))).toEqual([
      new TypeError('sync'),
      expect.objectContaining({ code: 'bad_request' }),
      'fine',
      'text',
    ])
  })
})

describe('limits', () => {
  it('never exceeds the concurrency, and reads no further than the buffer', async () => {
    let running = 0
    let most = 0
    let read = 0
    function* count() {
      for (;;) yield read++
    }
    const calls = mapCalls(
      client,
      count(),
      async () => {
        most = Math.max(most, ++running)
        await new Promise((resolve) => setImmediate(resolve))
        running -= 1
      },
      { concurrency: 4, bufferSize: 6 },
    )
    let seen = 0
    for await (const { index } of calls) {
      expect(index).toBe(seen++)
      // Time for everything that may start without the reader.
      for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve))
      expect(read - seen).toBeLessThanOrEqual(10)
      if (seen === 30) break
    }
    expect(most).toBe(4)
  })

  it('starts nothing before the first read, and only once', async () => {
    let started = 0
    const calls = mapCalls(client, [1], async () => ++started)
    expect(started).toBe(0)
    await collect(calls)
    expect(started).toBe(1)
    expect(() => calls[Symbol.asyncIterator]()).toThrow(TypeError)
  })
})

describe('errors that end a batch', () => {
  it.each(['unauthorized', 'insufficient_balance', 'budget_exceeded'])('%s', async (code) => {
    const calls = mapCalls(
      client,
      numbers(100),
      async (item) => {
        if (item === 5) throw codeError(code)
        return item
      },
      { concurrency: 4 },
    )
    const { results, error } = await collect(calls)
    expect(error).toMatchObject({ code })
    expect(results.length).toBeLessThan(20)
    expect(results.map(({ index }) => index)).toEqual(numbers(results.length))
    expect(results[5]).toMatchObject({ status: 'rejected', reason: error })
  })

  it('lets calls under way complete, because they are paid for', async () => {
    const gate = createGate()
    const calls = mapCalls(
      client,
      numbers(9),
      async (item) => {
        if (item === 1) throw codeError('unauthorized')
        if (item === 0) queueMicrotask(() => gate.open())
        await gate.arrive()
        return item
      },
      { concurrency: 3 },
    )
    const { results, error } = await collect(calls)
    expect(error).toMatchObject({ code: 'unauthorized' })
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  })

  it('a number of failures', async () => {
    const calls = mapCalls(client, numbers(100), () => Promise.reject(codeError('bad_request')), {
      maxFailures: 3,
      concurrency: 1,
    })
    const { results, error } = await collect(calls)
    expect(results).toHaveLength(3)
    expect(error).toMatchObject({ code: 'batch_stopped', cause: { code: 'bad_request' }, partial: { failed: 3 } })
  })

  it('others by choice', async () => {
    const isFatal = (error: unknown) => error instanceof RangeError
    const fail = async (item: number) => {
      throw item === 1 ? new RangeError('all') : codeError('unauthorized')
    }
    const { results, error } = await collect(mapCalls(client, numbers(9), fail, { isFatal, concurrency: 1 }))
    expect(results).toHaveLength(2)
    expect(error).toEqual(new RangeError('all'))
  })

  it.each(['sync', 'async'])('a failure of the %s input, after the results so far', async (kind) => {
    function* input() {
      yield 1
      yield 2
      throw new Error('broken input')
    }
    const items = kind === 'sync' ? input() : asAsync(input())
    const { results, error } = await collect(mapCalls(client, items, async (item) => item))
    expect(results).toHaveLength(2)
    expect(error).toEqual(new Error('broken input'))
  })
})

describe('abort', () => {
  it('rejects with the reason, also of operations that ignore the signal, and closes the input', async () => {
    const controller = new AbortController()
    let isClosed = false
    async function* input() {
      try {
        for (;;) yield 1
      } finally {
        isClosed = true
      }
    }
    const reason = { why: 'enough' }
    const calls = mapCalls(
      client,
      input(),
      () => {
        controller.abort(reason)
        return new Promise(() => {})
      },
      { signal: controller.signal },
    )
    const { results, error } = await collect(calls)
    expect(results).toEqual([])
    expect(error).toBe(reason)
    expect(isClosed).toBe(true)
  })

  it('of a signal that has aborted already starts nothing', async () => {
    const items = {
      [Symbol.iterator]: () => {
        throw new Error('read')
      },
    } as unknown as number[]
    const signal = AbortSignal.abort('before')
    expect((await collect(mapCalls(client, items, async (item) => item, { signal }))).error).toBe('before')
  })

  it('does not follow from the end, so that streams returned as values can still be read', async () => {
    const signals: AbortSignal[] = []
    await collect(mapCalls(client, numbers(3), (_, { signal }) => signals.push(signal)))
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, false, false])
  })

  it('follows from leaving the loop', async () => {
    const signals: AbortSignal[] = []
    const calls = mapCalls(
      client,
      numbers(50),
      (item, { signal }) => {
        signals.push(signal)
        return item === 0 ? item : new Promise(() => {})
      },
      { concurrency: 5 },
    )
    for await (const { index } of calls) {
      expect(index).toBe(0)
      break
    }
    expect(signals.length).toBeGreaterThan(1)
    expect(signals.every(({ aborted }) => aborted)).toBe(true)
  })
})

describe('further rounds', () => {
  it.each(['input', 'completion'] as const)('repeat retryable failures last, in %s order', async (order) => {
    const clock = createVirtualClock()
    const log: string[] = []
    const calls = mapCalls(
      createClient({ baseUrl: 'http://127.0.0.1:9', clock }),
      numbers(6),
      async (item, { round, idempotencyKey }) => {
        log.push(`${item}/${round}`)
        keys.add(idempotencyKey)
        if (item === 1 && round < 3) throw codeError('overloaded', true)
        if (item === 2) throw codeError('server_error', true)
        if (item === 3) throw codeError('bad_request')
        return item
      },
      { rounds: 3, roundDelayMs: 5_000, concurrency: 2, order, bufferSize: 10 },
    )
    const keys = new Set<string>()
    const startedAtMs = clock.now()
    const { results } = await clock.run(collect(calls))
    expect(clock.now() - startedAtMs).toBe(10_000)
    expect(log).toEqual(['0/1', '1/1', '2/1', '3/1', '4/1', '5/1', '1/2', '2/2', '1/3', '2/3'])
    expect(keys.size).toBe(6)
    expect(results).toHaveLength(6)
    const rejected = results.filter(({ status }) => status === 'rejected').map(({ index }) => index)
    expect(rejected.toSorted()).toEqual([2, 3])
    if (order === 'input') expect(results.map(({ index }) => index)).toEqual(numbers(6))
  })

  it('start as soon as the buffer is full of failures', async () => {
    const clock = createVirtualClock()
    let most = 0
    const calls = mapCalls(
      createClient({ baseUrl: 'http://127.0.0.1:9', clock }),
      numbers(100),
      async (item, { round }) => {
        most = Math.max(most, item)
        if (round === 1) throw codeError('overloaded', true)
        if (round === 2) expect(most).toBeLessThan(item + 10)
        return item
      },
      { rounds: 2, concurrency: 2, bufferSize: 3 },
    )
    const { results } = await clock.run(collect(calls))
    expect(results.map(({ status }) => status)).toEqual(numbers(100).map(() => 'fulfilled'))
  })

  it('wait as long as the server asked, unless that is too long', async () => {
    const clock = createVirtualClock()
    const calls = mapCalls(
      createClient({ baseUrl: 'http://127.0.0.1:9', clock }),
      [30_000, 3_600_000],
      async (retryAfterMs, { round }) => {
        if (round === 1) throw new MiraError('busy', { code: 'rate_limited', retryable: true, retryAfterMs })
        return round
      },
      { rounds: 2 },
    )
    const startedAtMs = clock.now()
    const { results } = await clock.run(collect(calls))
    expect(clock.now() - startedAtMs).toBe(30_000)
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  })
})

describe('progress', () => {
  it('counts, estimates and has a limited frequency', async () => {
    const clock = createVirtualClock()
    const reports: unknown[] = []
    const calls = mapCalls(
      createClient({ baseUrl: 'http://127.0.0.1:9', clock }),
      numbers(40),
      async (item) => {
        await new Promise<void>((resolve) => clock.setTimeout(resolve, 100))
        if (item % 10 === 9) throw codeError('bad_request')
      },
      {
        concurrency: 2,
        cost: () => 7,
        onProgress: (progress) => reports.push(progress),
        progressIntervalMs: 500,
      },
    )
    expect(calls.progress).toMatchObject({ succeeded: 0, total: 40, remainingMs: undefined })
    await clock.run(collect(calls))
    expect(reports).toHaveLength(5)
    expect(reports.at(-1)).toEqual({
      succeeded: 36,
      failed: 4,
      restored: 0,
      inFlight: 0,
      total: 40,
      itemsPerSecond: 20,
      remainingMs: 0,
      cost: 7,
    })
  })

  it('ends the batch when its callback throws', async () => {
    const onProgress = () => {
      throw new Error('display')
    }
    const { error } = await collect(mapCalls(client, numbers(9), async (item) => item, { onProgress }))
    expect(error).toEqual(new Error('display'))
  })
})

describe('over a connection', () => {
  it('sends the idempotency key of the item, and aborts the request', async () => {
    await using server = await startTestServer({
      'POST /v1/echo': [{ json: { ok: true } }, { beforeHeaders: 'stall' }],
    })
    const live = createClient({ baseUrl: server.url })
    const calls = mapCalls(
      live,
      ['a', 'b'],
      (item, options) =>
        request<{ ok: boolean }>(live, { operation: 'echo', path: '/v1/echo', json: { item } }, pick(options)),
      { concurrency: 1 },
    )
    for await (const result of calls) {
      expect(result).toMatchObject({ status: 'fulfilled', value: { ok: true } })
      expect((await server.nextRequest()).headers['idempotency-key']).toMatch(/^[\da-f]{32}\.0$/)
      expect((await server.nextRequest()).headers['idempotency-key']).toMatch(/^[\da-f]{32}\.1$/)
      break
    }
    await server.waitForClose()
  })
})

const pick = ({ signal, idempotencyKey }: { signal: AbortSignal; idempotencyKey: string }) => ({
  signal,
  idempotencyKey,
})

describe('a checkpoint', () => {
  it('restores values, calls only for what is missing, and keeps the keys', async () => {
    const checkpoint = createMemoryCheckpoint()
    const keys = new Map<number, Set<string>>()
    const runOnce = (isBroken: boolean) =>
      collect(
        mapCalls(
          client,
          numbers(10),
          async (item, { idempotencyKey }) => {
            keys.set(item, (keys.get(item) ?? new Set()).add(idempotencyKey))
            if (isBroken && item % 3 === 0) throw codeError('bad_request')
            return { vector: new Float32Array([item, 0.5]), text: `value ${item}` }
          },
          { checkpoint, name: 'test', settings: { model: 'mira' } },
        ),
      )
    expect((await runOnce(true)).results.filter(({ status }) => status === 'rejected')).toHaveLength(4)
    const { results } = await runOnce(false)
    expect(results.map((result) => result.status === 'fulfilled' && result.isRestored)).toEqual(
      numbers(10).map((item) => item % 3 !== 0),
    )
    expect(results.map((result) => result.status === 'fulfilled' && result.value)).toEqual(
      numbers(10).map((item) => ({ vector: new Float32Array([item, 0.5]), text: `value ${item}` })),
    )
    expect([...keys.values()].map(({ size }) => size)).toEqual(numbers(10).map(() => 1))
    expect(new Set([...keys.values()].flatMap((each) => [...each])).size).toBe(10)
    for (const [key] of keys.values()) expect(key).toMatch(/^[\x21-\x7e]{34,130}$/)
    expect(checkpoint.openCount).toBe(0)
  })

  it.each([
    ['another name', { name: 'other' }, numbers(4)],
    ['other settings', { settings: { model: 'b' } }, numbers(4)],
    ['no settings', { settings: undefined }, numbers(4)],
    ['a changed item', {}, [0, 1, 9, 3]],
    ['an item inserted before others', {}, [7, 0, 1, 2, 3]],
  ])('of %s is refused before a call', async (_, change, items) => {
    const checkpoint = createMemoryCheckpoint()
    const options = { checkpoint, name: 'one', settings: { model: 'a' } }
    await collect(mapCalls(client, numbers(4), async (item) => item, options))
    let calls = 0
    const { error } = await collect(
      mapCalls(client, items, async () => ++calls, { ...options, ...change, concurrency: 1 }),
    )
    expect(error).toMatchObject({ code: 'checkpoint_mismatch' })
    expect(calls).toBe(0)
    expect(checkpoint.openCount).toBe(0)
  })

  it('knows items by their ids wherever they are, and calls once for equal ones', async () => {
    const checkpoint = createMemoryCheckpoint()
    const called: string[] = []
    const embed = async (text: string) => {
      called.push(text)
      return text.length
    }
    const options = { checkpoint, idOf: (text: string) => `text ${text}` }
    await collect(mapCalls(client, ['a', 'bb', 'a', 'ccc'], embed, options))
    const { results } = await collect(mapCalls(client, ['ccc', 'a', 'dd', 'a'], embed, options))
    expect(results.map((result) => result.status === 'fulfilled' && result.value)).toEqual([3, 1, 2, 1])
    expect(called.toSorted()).toEqual(['a', 'bb', 'ccc', 'dd'])
  })

  it('contains neither API keys nor items', async () => {
    const checkpoint = createMemoryCheckpoint()
    const leak = async () => ({ note: 'the key is sk-mira-0123456789abcdef0123456789abcdef' })
    await collect(mapCalls(client, ['confidential'], leak, { checkpoint, settings: 'secret prompt' }))
    const stored = JSON.stringify([checkpoint.header, checkpoint.records])
    expect(stored).toContain('the key is')
    expect(stored).not.toMatch(/abcdef0123456789abcdef|confidential|secret prompt/)
  })

  it.each([
    ['a map', new Map([[1, 2]])],
    ['bytes', { bytes: new Uint8Array(2) }],
    ['a bigint', 1n],
    ['a member that stands for a vector', { $float32: 'AAAA' }],
  ])('refuses %s as a value, which it yields all the same', async (_, value) => {
    const checkpoint = createMemoryCheckpoint()
    const { results, error } = await collect(mapCalls(client, [1], async () => value, { checkpoint }))
    expect(error).toBeInstanceOf(TypeError)
    expect(results).toMatchObject([{ status: 'fulfilled', value }])
  })

  it('that fails ends the batch, and is closed', async () => {
    const checkpoint = createMemoryCheckpoint()
    const broken = {
      open: async (header: never) => ({
        ...(await checkpoint.open(header)),
        append: () => Promise.reject(new Error('disk')),
      }),
    }
    const { results, error } = await collect(
      mapCalls(client, numbers(9), async (item) => item, { checkpoint: broken as never, concurrency: 2 }),
    )
    expect(error).toEqual(new Error('disk'))
    expect(results.length).toBeLessThanOrEqual(2)
    expect(checkpoint.openCount).toBe(0)
  })
})

describe('misuse', () => {
  const run = async (item: number) => item
  it.each<[string, () => unknown, typeof TypeError | typeof RangeError]>([
    ['no client', () => mapCalls({} as never, [], run), TypeError],
    ['no items', () => mapCalls(client, undefined as never, run), TypeError],
    ['a string as items', () => mapCalls(client, 'abc' as never, run), TypeError],
    ['no operation', () => mapCalls(client, [], undefined as never), TypeError],
    ['an unknown option', () => mapCalls(client, [], run, { limit: 3 } as never), TypeError],
    ['an unknown order', () => mapCalls(client, [], run, { order: 'any' as never }), TypeError],
    ...['concurrency', 'bufferSize', 'rounds', 'roundDelayMs', 'maxFailures', 'progressIntervalMs', 'total'].map(
      (name) =>
        [`a fraction as ${name}`, () => mapCalls(client, [], run, { [name]: 1.5 }), RangeError] as [
          string,
          () => unknown,
          typeof RangeError,
        ],
    ),
    ['no concurrency', () => mapCalls(client, [], run, { concurrency: 0 }), RangeError],
  ])('%s', (_, call, error) => {
    expect(call).toThrow(error)
  })

  it.each([[''], [7], ['x'.repeat(513)]])('the id %.8j', async (id) => {
    const { error } = await collect(mapCalls(client, [1], run, { idOf: () => id as string }))
    expect(error).toBeInstanceOf(TypeError)
  })
})
