import { expect, it } from 'vitest'
import { startWordServer } from '../test-support/start-word-server.test-support.ts'

const chat = '/v1/chat/completions'
const ask = (content: string, fields = {}) => ({ model: 'mira', messages: [{ role: 'user', content }], ...fields })

/** Reads values by name and labels, as Prometheus would. */
async function scrape(url: string): Promise<ReadonlyMap<string, number>> {
  const lines = (await (await fetch(url)).text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]))
}

const startMeasured = () => startWordServer({ metrics: { port: 0 } })

it('counts requests by route and status, engine calls by outcome, and charges', async () => {
  await using server = await startMeasured()
  await (await server.post(chat, ask('two words'))).text()
  await (await server.post(chat, ask('a stream', { stream: true }))).text()
  await (await server.post(chat, ask('be-broken'))).text()
  await (await server.post('/v1/embeddings', { model: 'mira-embed', input: 'abc' })).text()
  await (await fetch(`${server.url}/v1/api-keys/7`, { method: 'DELETE' })).text()
  await (await fetch(`${server.url}/secret/path`)).text()
  const values = await scrape(server.metricsUrl!)
  const requests = (method: string, route: string, status: number) =>
    values.get(`mira_http_request_duration_seconds_count{method="${method}",route="${route}",status="${status}"}`)
  expect(requests('POST', chat, 200)).toBe(2)
  expect(requests('POST', chat, 500)).toBe(1)
  expect(requests('POST', '/v1/embeddings', 200)).toBe(1)
  expect(requests('DELETE', '/v1/api-keys/:id', 401)).toBe(1)
  expect(requests('GET', 'none', 404)).toBe(1)
  const calls = (capability: string, operation: string, outcome: string) =>
    values.get(
      `mira_engine_call_duration_seconds_count{capability="${capability}",operation="${operation}",outcome="${outcome}"}`,
    )
  expect(calls('chat', 'generate', 'completed')).toBe(2)
  expect(calls('chat', 'generate', 'failed')).toBe(1)
  expect(calls('embeddings', 'embed', 'completed')).toBe(1)
  expect(values.get('mira_ledger_charges_total')).toBe(3)
  expect(values.get('mira_store_query_duration_seconds_count{outcome="completed"}')).toBeGreaterThan(10)
  expect(values.get('process_resident_memory_bytes')).toBeGreaterThan(1e7)
  expect(values.has('nodejs_eventloop_lag_seconds')).toBe(true)
  expect(values.get('mira_draining')).toBe(0)
})

it('shows what is under way until it ends', async () => {
  await using server = await startMeasured()
  const leaving = new AbortController()
  const stream = await server.post(chat, ask('wait here', { stream: true }), { signal: leaving.signal })
  const gauges = async () => {
    const values = await scrape(server.metricsUrl!)
    return [
      values.get('mira_http_requests_in_flight'),
      values.get('mira_streams_open'),
      values.get('mira_engine_calls_in_flight{capability="chat",operation="generate"}'),
    ]
  }
  expect(await gauges()).toEqual([1, 1, 1])
  leaving.abort()
  await expect(stream.text()).rejects.toThrow()
  await expect.poll(gauges).toEqual([0, 0, 0])
})

it('has no way to the metrics on the port of the API', async () => {
  await using server = await startMeasured()
  const statuses = ['/metrics', '/v1/metrics'].map(async (path) => (await fetch(server.url + path)).status)
  expect(await Promise.all(statuses)).toEqual([404, 404])
  expect((await fetch(new URL('/', server.metricsUrl))).status).toBe(404)
})

it('keeps none by default, and closes their port with the server', async () => {
  await using silent = await startWordServer()
  expect(silent.metricsUrl).toBeUndefined()
  const server = await startMeasured()
  await server.close()
  await expect(fetch(server.metricsUrl!)).rejects.toThrow()
})
