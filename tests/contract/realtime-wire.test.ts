import { createClient, isMiraError } from '@mira/core'
import { connectRealtime, preflightRealtime, type RealtimePreflight } from '@mira/realtime'
import { startServer } from '@mira/server'
import { describe, expect, it } from 'vitest'
import { readApiDocument } from './lib/api-document.ts'

const operation = 'GET /v1/realtime/preflight'
const json = (status: number) => ({ status, mediaType: 'application/json' })
const wrongKey = `sk-mira-${'0'.repeat(40)}`

describe('preflight', () => {
  it('is answered as described, and says where a session can be opened', async () => {
    await using server = await startServer()
    const api = await readApiDocument(server.url)
    const offer = (await preflightRealtime(createClient({ baseUrl: server.url, apiKey: server.apiKey }), {
      strict: true,
    })) as RealtimePreflight
    expect(api.checkReply(operation, json(200), offer)).toEqual([])
    expect(offer).toMatchObject({
      protocol: 'mira-realtime.v1',
      url: `${server.url.replace('http', 'ws')}/v1/realtime`,
      default_voice: 'aria',
      sample_rates: { default: 24_000 },
      features: { barge_in: true, tools: true },
    })
  })

  it('and the socket refuse a wrong key alike', async () => {
    await using server = await startServer()
    const api = await readApiDocument(server.url)
    const headers = { authorization: `Bearer ${wrongKey}` }
    const response = await fetch(`${server.url}/v1/realtime/preflight`, { headers })
    expect(api.checkReply(operation, json(response.status), await response.json())).toEqual([])
    const client = createClient({ baseUrl: server.url, apiKey: wrongKey })
    const refusals = await Promise.all([
      preflightRealtime(client).catch((error: unknown) => error),
      connectRealtime(client).catch((error: unknown) => error),
    ])
    for (const refusal of refusals) expect(isMiraError(refusal) && refusal.code).toBe('unauthorized')
  })
})
