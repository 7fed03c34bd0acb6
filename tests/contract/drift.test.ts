import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type RunningServer, startServer } from '@mira/server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ApiDocument, readApiDocument } from './lib/api-document.ts'
import { freeCalls, paidCalls } from './lib/drift-calls.ts'
import { findDrift, formatDrift } from './lib/find-drift.ts'

let server: RunningServer & { readonly apiKey: string }
let api: ApiDocument
beforeAll(async () => {
  server = await startServer()
  api = await readApiDocument(server.url)
})
afterAll(() => server.close())

it('finds nothing at the server that the description is of', async () => {
  const { url: baseUrl, apiKey } = server
  const drifts = await findDrift({ baseUrl, apiKey }, api, [...freeCalls, ...paidCalls])
  expect(drifts.flatMap(({ differences }) => differences)).toEqual([])
  expect(drifts).toHaveLength(14)
})

it('lists fields, types and statuses that differ, without secrets', async () => {
  await using altered = await startAltered((path, body) => {
    if (path === '/v1/billing/balance') return { ...body, owner: 'ada@example.com', balance_kopecks: '12' }
    if (path === '/v1/models') return { data: [] }
    if (path === '/v1/api-keys') return [{ leaked: 1, [server.apiKey]: 2 }]
    return body
  })
  const { apiKey } = server
  const drifts = await findDrift({ baseUrl: altered.url, apiKey }, api, freeCalls)
  const text = formatDrift(drifts)
  for (const part of [
    '"owner"',
    '/balance_kopecks must be integer',
    "must have required property 'object'",
    '"leaked"',
  ])
    expect(text).toContain(part)
  expect(text).toContain('- audio.voices: as described')
  expect(text).not.toContain(apiKey)
  expect(text).not.toContain('ada@example.com')
})

it('lists calls that fail', async () => {
  const drifts = await findDrift({ baseUrl: 'http://127.0.0.1:9', apiKey: server.apiKey }, api, freeCalls.slice(0, 1))
  expect(drifts[0]?.differences).toEqual([expect.stringContaining('the call fails: connection_failed')])
})

/** Starts a server in front of the local one, which alters its JSON bodies. */
async function startAltered(alter: (path: string, body: Record<string, unknown>) => unknown) {
  const front = createServer(async (request, response) => {
    const path = request.url ?? ''
    const answer = await fetch(server.url + path, { headers: { authorization: request.headers.authorization ?? '' } })
    const body = alter(path.split('?')[0] ?? '', (await answer.json()) as Record<string, unknown>)
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(front.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      front.closeAllConnections()
      await new Promise((resolve) => front.close(resolve))
    },
  }
}
