import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDurationEngine, createHummingEngine } from '../test-support/audio-engines.test-support.ts'
import { type Schema, type Schemas, toArbitrary, toMutated } from '../test-support/body-arbitraries.test-support.ts'
import { createBoxVideoEngine, createScaleMusicEngine } from '../test-support/job-engines.test-support.ts'
import { createLetterEmbeddingEngine } from '../test-support/letter-embedding-engine.test-support.ts'
import { type MediaServer, startMediaServer } from '../test-support/start-media-server.test-support.ts'
import { chatBody, validBodies } from '../test-support/valid-bodies.test-support.ts'

/** Requests per operation; `FUZZ_RUNS` raises it. fast-check prints the seed of a failure. */
const numRuns = Number(process.env.FUZZ_RUNS ?? 40)

interface Operation {
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
  readonly parameters?: readonly { readonly name: string; readonly in: string }[]
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Schemas }
}

let server: MediaServer
let description: Description
beforeAll(async () => {
  const engines = {
    embeddings: createLetterEmbeddingEngine(),
    speech: createHummingEngine(),
    transcription: createDurationEngine(),
    music: createScaleMusicEngine(),
    video: createBoxVideoEngine(),
  }
  const limits = { requestTimeoutMs: 15_000, createdKeysPerDay: 1_000_000, freeCallsPerMinute: 1_000_000 }
  const jobs = { maxOpenPerKey: 1_000_000 }
  server = await startMediaServer({ engines, limits, jobs })
  description = await (await fetch(`${server.url}/openapi.json`)).json()
})
afterAll(() => server[Symbol.asyncDispose]())

const pathValue = fc.oneof(
  fc.constantFrom('..', '%00', 'null', 'job_1', 'x'.repeat(3_000)),
  fc.string({ minLength: 1 }),
)

/** Sends a request and resolves with its status; a body that stops it on this side is no request. */
async function send(path: string, method: string, body?: unknown): Promise<number> {
  const form = body instanceof FormData
  const headers = { authorization: `Bearer ${server.key}`, ...(form ? {} : { 'content-type': 'application/json' }) }
  const payload = body === undefined || form ? (body ?? null) : JSON.stringify(body)
  const signal = AbortSignal.timeout(20_000)
  const answer = await fetch(server.url + path, { method, headers, body: payload ?? null, signal })
  await answer.arrayBuffer()
  return answer.status
}

const isSuccess = (status: number) => status >= 200 && status < 300

function expectAnswer(status: number): void {
  expect(status).toBeGreaterThanOrEqual(200)
  expect(status).toBeLessThan(500)
}

describe('every operation of the API description answers anything with 2xx, 3xx or 4xx', () => {
  it('with a JSON body', { timeout: 300_000 }, async () => {
    const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    )
    let tested = 0
    for (const { path, method, operation } of operations) {
      const schema = operation.requestBody?.content['application/json']?.schema
      if (schema === undefined) continue
      tested += 1
      const { schemas } = description.components
      const valid = validBodies[path]
      expect([path, valid]).toEqual([path, expect.anything()])
      expect([path, await send(path, method.toUpperCase(), valid)]).toEqual([path, expect.toSatisfy(isSuccess)])
      const bodies = fc.oneof(
        { weight: 4, arbitrary: toMutated(valid!, schema, schemas) },
        toArbitrary(schema, schemas),
      )
      await fc.assert(
        fc.asyncProperty(bodies, async (body) => {
          expectAnswer(await send(path, method.toUpperCase(), body))
        }),
        { numRuns, interruptAfterTimeLimit: 500 * numRuns },
      )
    }
    expect(tested).toBeGreaterThan(10)
  })

  it('with hostile parts of a form', { timeout: 300_000 }, async () => {
    const names = [
      'file',
      'image',
      'image[]',
      'mask',
      'prompt',
      'model',
      'language',
      'response_format',
      'n',
      'size',
      'stream',
      'output_format',
      'partial_images',
      'timestamp_granularities[]',
      'include[]',
      '__proto__',
    ]
    const part = fc.record({ name: fc.constantFrom(...names), value: fc.string(), isFile: fc.boolean() })
    for (const path of ['/v1/images/edit', '/v1/audio/transcribe', '/v1/audio/translations']) {
      await fc.assert(
        fc.asyncProperty(fc.array(part, { maxLength: 8 }), async (parts) => {
          const form = new FormData()
          for (const { name, value, isFile } of parts) {
            if (isFile) form.append(name, new Blob([value.repeat(100)]), value)
            else form.append(name, value)
          }
          expectAnswer(await send(path, 'POST', form))
        }),
        { numRuns },
      )
    }
  })

  it('with hostile paths and queries', { timeout: 300_000 }, async () => {
    const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, { requestBody }]) => requestBody === undefined)
        .map(([method, { parameters = [] }]) => ({ path, method, parameters })),
    )
    for (const { path, method, parameters } of operations) {
      const queries = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name)
      const query = fc.dictionary(
        fc.constantFrom(...queries, 'other'),
        fc.oneof(fc.string(), fc.constantFrom('-1', '1e999', '99999999999999999999')),
      )
      await fc.assert(
        fc.asyncProperty(pathValue, query, async (value, parameters) => {
          const target = path.replace(/\{\w+\}/g, encodeURIComponent(value))
          expectAnswer(await send(`${target}?${new URLSearchParams(parameters)}`, method.toUpperCase()))
        }),
        { numRuns: 15 },
      )
    }
  })
})

describe('a schema that contains itself is no fault of the local engine', () => {
  let local: MediaServer
  beforeAll(async () => {
    local = await startMediaServer({ engines: { chat: undefined } })
  })
  afterAll(() => local[Symbol.asyncDispose]())

  it.each<object>([
    { allOf: [{ $ref: '#' }] },
    { allOf: [{ $ref: '#' }, { $ref: '#' }, { $ref: '#' }] },
    { $ref: '#' },
    { anyOf: [{ $ref: '#' }] },
    { oneOf: [{ $ref: '#' }, { allOf: [{ $ref: '#' }] }] },
    { type: 'object', properties: { a: { $ref: '#' } }, required: ['a'] },
    { type: 'array', items: { $ref: '#' }, minItems: 3 },
    { $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/b' }, b: { allOf: [{ $ref: '#/$defs/a' }] } } },
    { type: 'object', additionalProperties: { $ref: '#' }, minProperties: 2 },
    { not: { $ref: '#' } },
    { if: { $ref: '#' }, else: { $ref: '#' } },
    { $ref: '#/nowhere' },
  ])('%j', async (parameters) => {
    const json_schema = { name: 'n', schema: parameters }
    const bodies = [
      { ...chatBody, response_format: { type: 'json_schema', json_schema } },
      { ...chatBody, tools: [{ type: 'function', function: { name: 'look', parameters } }], tool_choice: 'required' },
    ]
    for (const body of bodies) expectAnswer((await local.call('POST', '/v1/chat/completions', body)).status)
  })
})
