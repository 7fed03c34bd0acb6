import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RunningServer, startServer } from '../start-server.ts'
import { noMediaEngines } from '../test-support/no-media-engines.test-support.ts'
import { createWordChatEngine } from '../test-support/word-chat-engine.test-support.ts'

let server: RunningServer
let headers: Record<string, string>
beforeAll(async () => {
  server = await startServer({ engines: { ...noMediaEngines, chat: createWordChatEngine() } })
  headers = { authorization: `Bearer ${server.apiKey}` }
})
afterAll(() => server.close())

it('answers requests for resources that are being loaded', async () => {
  const paths = [
    '/health',
    '/v1/billing/balance',
    '/v1/models',
    '/v1/quota',
    '/v1/models/mira',
    '/v1/usage',
    '/nothing',
  ]
  const answers = await Promise.all(paths.map((path) => fetch(server.url + path, { headers })))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200, 404])
})

it('answers other methods of a resource that is loaded first', async () => {
  const chat = '/v1/chat/completions'
  const [head, options, wrong] = await Promise.all([
    fetch(`${server.url}/health`, { method: 'HEAD' }),
    fetch(server.url + chat, { method: 'OPTIONS' }),
    fetch(server.url + chat, { headers }),
  ])
  expect([head!.status, options!.status, wrong!.status]).toEqual([200, 405, 405])
  expect(wrong!.headers.get('allow')).toBe('POST')
})

it('describes all resources', async () => {
  const { paths } = await (await fetch(`${server.url}/openapi.json`)).json()
  expect(Object.keys(paths)).toEqual(
    expect.arrayContaining([
      '/health',
      '/v1/chat/completions',
      '/v1/models',
      '/v1/responses',
      '/v1/images/generations',
    ]),
  )
})
