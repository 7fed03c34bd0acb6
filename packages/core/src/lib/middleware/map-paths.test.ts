import { startTestServer } from '@mira/test-server'
import { describe, expect, it } from 'vitest'
import { metadataOf } from '../call-report.ts'
import { createClient } from '../client.ts'
import { callThing, transports } from '../pipeline.test-support.ts'
import { mapPaths } from './map-paths.ts'

const cases: readonly [prefix: string, path: string, expected: string][] = [
  ['', '/v1/images/generate', '/v1/images/generations'],
  ['', '/v1/images/edit', '/v1/images/edits'],
  ['', '/v1/audio/transcribe', '/v1/audio/transcriptions'],
  ['/openai', '/v1/images/generate', '/openai/v1/images/generations'],
  ['', '/v1/images/generate?size=a?b', '/v1/images/generations?size=a?b'],
  ['', '/v1/images/generate/1', '/v1/images/generate/1'],
  ['', '/v1/chat/completions', '/v1/chat/completions'],
  ['', '/v1/files?path=/v1/images/edit', '/v1/files?path=/v1/images/edit'],
]

describe.each(transports)('a mapped path over $transport', ({ fetch }) => {
  it.each(cases)('at %j: %s', async (prefix, path, expected) => {
    await using server = await startTestServer({ [`GET ${expected.split('?')[0]}`]: { json: {} } })
    const middleware = [mapPaths()]
    const client = createClient({ baseUrl: server.url + prefix, middleware, fetch, apiKey: 'sk-mira-canary' })
    const thing = await callThing(client, {}, { path })
    expect(metadataOf(thing)?.url).toBe(server.url + expected)
    expect(server.requests[0]?.headers.authorization).toBe('Bearer sk-mira-canary')
  })
})

it('takes the paths of any server', async () => {
  await using server = await startTestServer({ 'GET /v2/chat': { json: {} }, 'GET /v1/images/edit': { json: {} } })
  const client = createClient({ baseUrl: server.url, middleware: [mapPaths({ '/v1/chat/completions': '/v2/chat' })] })
  for (const path of ['/v1/chat/completions', '/v1/images/edit']) await callThing(client, {}, { path })
  expect(server.requests.map(({ path }) => path)).toEqual(['/v2/chat', '/v1/images/edit'])
})
