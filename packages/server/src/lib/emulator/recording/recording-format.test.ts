import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { silentLogger } from '../../logger.ts'
import { readFixtures } from '../watch-fixtures.ts'
import { describeRequest, toMatchKey } from './describe-request.ts'
import { maskBody } from './mask-recording.ts'
import { Recorder } from './recorder.ts'

const anyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 40 }).map((text) => Buffer.from(text)),
  fc
    .array(
      fc.constantFrom('\n', '\r', ' ', '\t', '#', ':', '- ', '|', '"', "'", '\u2028', '\u0085', '\ufeff', 'a', '🙂'),
    )
    .map((parts) => Buffer.from(parts.join(''))),
)

it('reads what it has written: any body in any chunks', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyBytes, { maxLength: 4 }), fc.boolean(), async (parts, isText) => {
      const folder = await mkdtemp(join(tmpdir(), 'mira-format-'))
      try {
        const recorder = new Recorder(folder, silentLogger)
        const request = await describeRequest({
          method: 'POST',
          path: '/v1/x',
          query: '',
          headers: {},
          body: parts[0] ?? new Uint8Array(),
        })
        const chunks = parts.map((bytes, index) => ({ atMs: index, bytes }))
        await recorder.saveResponse(recorder.begin(request), request, {
          status: 200,
          headers: { 'content-type': isText ? 'text/plain' : 'audio/mpeg' },
          headAtMs: 0,
          endAtMs: 10,
          isComplete: true,
          chunks,
        })
        const [exchange] = readFixtures(folder).exchanges
        expect(exchange!.response!.chunks.map(({ bytes }) => Buffer.from(bytes).toString('hex'))).toEqual(
          parts.map((bytes) => Buffer.from(maskBody(bytes)).toString('hex')),
        )
        expect(toMatchKey(exchange!.request)).toBe(toMatchKey(request))
        expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([])
      } finally {
        await rm(folder, { recursive: true })
      }
    }),
    { numRuns: 300, examples: [[[Buffer.from(' \n')], false]] },
  )
})

it('matches any JSON with what was read of its recording', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mira-format-'))
  const recorder = new Recorder(folder, silentLogger)
  const keys: string[] = []
  await fc.assert(
    fc.asyncProperty(fc.jsonValue({ stringUnit: 'binary' }), async (json) => {
      const body = Buffer.from(JSON.stringify(json))
      const request = await describeRequest({ method: 'POST', path: '/v1/x', query: '', headers: {}, body })
      const head = { status: 200, headers: {}, headAtMs: 0, endAtMs: 0, isComplete: true, chunks: [] }
      await recorder.saveResponse(recorder.begin(request), request, head)
      keys.push(toMatchKey(request))
    }),
  )
  expect(readFixtures(folder).exchanges.map(({ request }) => toMatchKey(request))).toEqual(keys)
  await rm(folder, { recursive: true })
})

it('compares JSON by value, whatever the order of its fields', async () => {
  const describe = (json: unknown) =>
    describeRequest({ method: 'POST', path: '/', query: '', headers: {}, body: Buffer.from(JSON.stringify(json)) })
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), async (json) => {
      const reversed = Object.fromEntries(Object.entries(json).toReversed())
      expect(toMatchKey(await describe(reversed))).toBe(toMatchKey(await describe(json)))
      expect(toMatchKey(await describe({ ...json, extra: 1 }))).not.toBe(
        toMatchKey(await describe({ ...json, extra: 2 })),
      )
    }),
  )
})

it('masks a secret wherever it occurs, and keeps the length', () => {
  const secret = fc.stringMatching(/^[A-Za-z0-9]{20}$/)
  const anyForm = fc.constantFrom(
    (text: string) => `sk-${text}`,
    (text: string) => `?signature=${text}`,
    (text: string) => `&X-Amz-Signature=${text}`,
    (text: string) => `\\u0026token=${text}`,
    (text: string) => `;access_token=${text}`,
  )
  fc.assert(
    fc.property(
      secret,
      anyForm,
      fc.string(),
      fc.string({ unit: fc.constantFrom('"', ' ', '\n', '<') }),
      (text, form, before, after) => {
        const body = Buffer.from(`${before} ${form(text)}${after}`)
        const masked = Buffer.from(maskBody(body)).toString()
        expect(masked).not.toContain(text)
        expect(Buffer.byteLength(masked)).toBe(body.byteLength)
      },
    ),
  )
})
