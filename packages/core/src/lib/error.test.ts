import { join } from 'node:path'
import { inspect } from 'node:util'
import { runInNewContext } from 'node:vm'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { createClient } from './client.ts'
import { isMiraError, MiraError } from './error.ts'
import { callThing, failureOf, openText, rejectionOf } from './pipeline.test-support.ts'
import { createScriptedFetch } from './testing/scripted-fetch.ts'

type Package = typeof import('../index.ts') & typeof import('../internal.ts')

/** Loads a second copy of this package, as when two versions are installed. */
async function loadCopy(): Promise<Package> {
  const { outputFiles } = await build({
    stdin: {
      contents: "export * from './index.ts'\nexport * from './internal.ts'",
      resolveDir: join(import.meta.dirname, '..'),
    },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    conditions: ['@mira/source'],
  })
  const url = `data:text/javascript,${encodeURIComponent(outputFiles[0]!.text)}`
  return import(/* @vite-ignore */ url)
}

describe('isMiraError', () => {
  it.each([
    undefined,
    null,
    0,
    '',
    'MiraError',
    {},
    [],
    new Error('x'),
    { name: 'MiraError', code: 'timeout' },
    () => {},
    Symbol.for('@mira/core/error'),
  ])('is false for %s', (value) => {
    expect(isMiraError(value)).toBe(false)
  })

  it('is true for errors, subclasses and errors of another realm that carry the brand', () => {
    class Special extends MiraError {}
    expect(isMiraError(new MiraError('x', { code: 'x' }))).toBe(true)
    expect(isMiraError(new Special('x', { code: 'x' }))).toBe(true)
    const foreign: unknown = runInNewContext(
      "Object.defineProperty(new Error('x'), Symbol.for('@mira/core/error'), { value: true })",
    )
    expect(foreign instanceof Error).toBe(false)
    expect(isMiraError(foreign)).toBe(true)
  })

  it('holds across two copies of the package', async () => {
    const copy = await loadCopy()
    expect(copy.MiraError).not.toBe(MiraError)
    expect(isMiraError(new copy.MiraError('x', { code: 'x' }))).toBe(true)
    expect(copy.isMiraError(new MiraError('x', { code: 'x' }))).toBe(true)
  })
})

describe('a client of one copy', () => {
  it('serves operations, streams and middlewares of another', async () => {
    const copy = await loadCopy()
    const routes = {
      'GET /v1/thing': [{ json: { ok: true } }, { status: 404 }, { text: '<html>' }],
      'POST /v1/stream': [{ sse: ['a', '[DONE]'] }, { sse: ['a'] }, { status: 503 }],
    }
    const client = copy.createClient({ baseUrl: 'http://mira.test', fetch: createScriptedFetch(routes), retry: false })
    expect(await callThing(client)).toEqual({ ok: true })
    expect(await failureOf(callThing(client))).toMatchObject({ code: 'not_found' })
    expect(await failureOf(callThing(client))).toMatchObject({ code: 'invalid_response' })
    expect(await openText(client).final()).toEqual({ text: 'a', notes: 0 })
    expect(await failureOf(openText(client).final())).toMatchObject({
      code: 'stream_interrupted',
      partial: { text: 'a' },
    })
    expect(await failureOf(openText(client).final())).toMatchObject({ code: 'overloaded' })
    const failing = createClient({
      baseUrl: 'http://mira.test',
      retry: { baseDelayMs: 0, maxRetries: 1 },
      middleware: [
        async () => {
          throw new copy.MiraError('busy', { code: 'busy', retryable: true })
        },
      ],
    })
    expect(await failureOf(callThing(failing))).toMatchObject({
      code: 'busy',
      attempts: [{ attempt: 1 }, { attempt: 2 }],
    })
  })
})

describe('a MiraError', () => {
  const error = new MiraError('thing.get: no', {
    code: 'rate_limited',
    operation: 'thing.get',
    status: 429,
    requestId: 'r1',
    retryable: true,
    retryAfterMs: 5,
    body: { secret: 'body' },
    partial: { secret: 'partial' },
    cause: new Error('cause'),
  })

  it('is safe to log: neither body nor partial result nor cause in its JSON', () => {
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: 'MiraError',
      message: 'thing.get: no',
      code: 'rate_limited',
      operation: 'thing.get',
      status: 429,
      requestId: 'r1',
      retryable: true,
      retryAfterMs: 5,
      attempts: [],
    })
  })

  it('reads as an error', () => {
    expect(String(error)).toBe('MiraError: thing.get: no')
    expect(error).toBeInstanceOf(Error)
    expect(inspect(error)).toContain('rate_limited')
    expect(new MiraError('x', { code: 'x' })).not.toHaveProperty('cause')
    expect(new MiraError('x', { code: 'x' })).toMatchObject({ retryable: false, attempts: [] })
  })
})

describe('misuse', () => {
  it('rejects instead of throwing where a promise is promised', async () => {
    const client = createClient({ baseUrl: 'http://mira.test', fetch: createScriptedFetch({}) })
    expect(await rejectionOf(callThing(client, { timeout: -1 }))).toBeInstanceOf(RangeError)
    expect(await rejectionOf(callThing(client, { headers: { 'a b': '' } }))).toBeInstanceOf(TypeError)
    expect(await rejectionOf(callThing(client, {}, { json: () => {} }))).toBeInstanceOf(TypeError)
    const circular: Record<string, unknown> = {}
    circular.self = circular
    expect(await rejectionOf(callThing(client, {}, { json: circular }))).toBeInstanceOf(TypeError)
    expect(await rejectionOf(openText(client, { timeout: -1 }).final())).toBeInstanceOf(RangeError)
  })
})
