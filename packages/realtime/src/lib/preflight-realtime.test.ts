import { createClient } from '@mira/core'
import { startTestServer } from '@mira/test-server'
import { describe, expect, it } from 'vitest'
import { realtime } from './realtime.ts'

const connect = (baseUrl: string) => createClient({ baseUrl, apiKey: null, retry: false }).extend(realtime)

describe('preflightRealtime', () => {
  it('gives what the server says', async () => {
    const json = { protocol: 'mira-realtime.v1', voices: ['aria'] }
    await using server = await startTestServer({ 'GET /v1/realtime/preflight': { json } })
    expect(await connect(server.url).realtime.preflight()).toEqual(json)
  })

  it.each([404, 500, 503])('gives nothing for %i, unless it must', async (status) => {
    await using server = await startTestServer({ 'GET /v1/realtime/preflight': { status, json: {} } })
    expect(await connect(server.url).realtime.preflight()).toBeUndefined()
    await expect(connect(server.url).realtime.preflight({ strict: true })).rejects.toMatchObject({ status })
  })

  it.each([401, 402, 403, 429])('throws for %i, which the socket would say as well', async (status) => {
    await using server = await startTestServer({ 'GET /v1/realtime/preflight': { status, json: {} } })
    await expect(connect(server.url).realtime.preflight()).rejects.toMatchObject({ status })
  })

  it('passes an abort on', async () => {
    const reason = new Error('enough')
    const preflight = connect('http://127.0.0.1:9').realtime.preflight({ signal: AbortSignal.abort(reason) })
    await expect(preflight).rejects.toBe(reason)
  })
})
