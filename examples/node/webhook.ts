import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { createClient, isMiraError } from '@mira/core'
import { jobs } from '@mira/jobs'
import { verifyWebhook } from '@mira/jobs/webhooks'
import { startServer } from '@mira/server'

// Delivers to a receiver on this machine, as only tests should do.
const webhookSecret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`
process.env.WEBHOOK_SECRET = webhookSecret
const server = await startServer({ jobs: { webhookSecret }, allowHttpFetch: true, allowPrivateFetch: true })
const mira = createClient({ baseUrl: server.url, apiKey: server.apiKey }).extend(jobs)

// #region verify
const secrets = [process.env.WEBHOOK_SECRET, process.env.WEBHOOK_SECRET_BEFORE].filter((secret) => secret !== undefined)
const seen = new Set<string>()

/** A webhook route; during a rotation, both secrets are valid. */
async function receive(request: Request): Promise<Response> {
  try {
    const payload = await request.text() // the raw body: parsing and serializing JSON changes the signature
    const { id, data } = await verifyWebhook({ payload, headers: request.headers, secrets })
    if (!seen.has(id)) console.log('genuine:', (data as { type: string }).type) // a redelivery has the same id
    seen.add(id)
    return new Response(null, { status: 204 })
  } catch (error) {
    if (!isMiraError(error) || error.code !== 'webhook_invalid') throw error
    return new Response(error.message, { status: 400 })
  }
}
// #endregion

const receiver = createServer(async (incoming, outgoing) => {
  const headers = Object.entries(incoming.headersDistinct).map(([name, values]): [string, string] => [
    name,
    values?.join() ?? '',
  ])
  const body = await text(incoming)
  const response = await receive(new Request('http://app.example/hooks', { method: 'POST', headers, body }))
  outgoing.writeHead(response.status).end(await response.text())
  receiver.emit('told')
}).listen(0, '127.0.0.1')
await once(receiver, 'listening')
const told = once(receiver, 'told')
const { port } = receiver.address() as AddressInfo

// #region ask
const webhook_url = `http://127.0.0.1:${port}/hooks`
await mira.music.generate({ prompt: 'Rain', instrumental: true, duration_seconds: 2, webhook_url })
// #endregion
await told

const forged = new Request('http://app.example/hooks', { method: 'POST', body: '{"type":"music.succeeded"}' })
console.log('forged:', (await receive(forged)).status)
receiver.close()
await server.close()
