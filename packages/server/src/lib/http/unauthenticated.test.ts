import { afterAll, beforeAll, expect, it } from 'vitest'
import { generateApiKey } from '../accounts/api-keys.ts'
import { startWordServer, type WordServer } from '../test-support/start-word-server.test-support.ts'

let server: WordServer
let operations: [method: string, path: string][]
beforeAll(async () => {
  server = await startWordServer()
  const { paths } = await (await fetch(`${server.url}/openapi.json`)).json()
  operations = Object.entries<object>(paths).flatMap(([path, item]) =>
    Object.keys(item).map((method): [string, string] => [method.toUpperCase(), path.replaceAll(/\{[^}]+\}/g, 'x')]),
  )
  // The second path of video jobs is not described.
  operations.push(['GET', '/v1/video/jobs/x'], ['DELETE', '/v1/video/jobs/x'], ['POST', '/v1/video/jobs/x/cancel'])
})
afterAll(() => server.close())

/** Endpoints that need no API key: they describe the server and its API. */
const open = new Set(['/', '/health', '/ready', '/openapi.json', '/v1/models', '/v1/models/x', '/api/v1/models'])

/** Signed URLs replace an API key. */
const isSigned = (path: string) => path.startsWith('/media/')

const send = (method: string, path: string, headers: Record<string, string> = {}) =>
  fetch(server.url + path, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: method === 'POST' ? '{}' : null,
  })

it('knows many operations', () => {
  expect(operations.length).toBeGreaterThan(20)
  expect(operations).toContainEqual(['GET', '/v1/quota'])
})

it('shows a caller without a key only models, health and the API description', async () => {
  for (const [method, path] of operations) {
    const answer = await send(method, path)
    const text = await answer.text()
    if (open.has(path)) continue
    const expected = isSigned(path) ? [403, 'Invalid URL signature'] : unauthorized
    expect([method, path, answer.status, JSON.parse(text).detail]).toEqual([method, path, ...expected])
  }
})

const unauthorized = [401, 'API key required']

it('asks for the key before it looks at anything else', async () => {
  for (const [method, path] of operations) {
    if (open.has(path) || isSigned(path)) continue
    const answer = await send(method, path, { authorization: 'Bearer sk-mira-wrong', 'content-type': 'text/plain' })
    expect([method, path, [401, 429].includes(answer.status)]).toEqual([method, path, true])
    await answer.text()
  }
})

it('does not say whether an account, a key or a job exists', async () => {
  const paths = ['/v1/audio/music/x', '/v1/responses/x', '/v1/api-keys', '/v1/nothing-of-the-kind', '/metrics']
  const answers = await Promise.all(paths.map((path) => send('GET', path)))
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 404, 404])
})

it('says the same of a wrong key, a revoked one and one that cannot be', async () => {
  await using fresh = await startWordServer()
  const headers = { authorization: `Bearer ${fresh.apiKey}`, 'content-type': 'application/json' }
  const init = { method: 'POST', headers, body: '{"name":"n"}' }
  const { id, key } = await (await fetch(`${fresh.url}/v1/api-keys`, init)).json()
  await fetch(`${fresh.url}/v1/api-keys/${id}`, { method: 'DELETE', headers })
  const wrong = [generateApiKey(), key, 'sk-mira-0', 'x'.repeat(4_000), `${fresh.apiKey} `, fresh.apiKey.toUpperCase()]
  for (const candidate of wrong) {
    const answer = await fetch(`${fresh.url}/v1/usage`, { headers: { authorization: `Bearer ${candidate}` } })
    // Fetch itself strips trailing spaces of a header value.
    if (candidate.endsWith(' ')) continue
    expect([answer.status, await answer.json()]).toMatchObject([
      401,
      { detail: expect.stringMatching(/^Invalid API key(?:: keys begin with sk-mira-)?$/) },
    ])
  }
})

it('sends no page of another origin anything, and no answer into a cache', async () => {
  const preflight = await fetch(`${server.url}/v1/usage`, {
    method: 'OPTIONS',
    headers: { origin: 'https://evil.example', 'access-control-request-method': 'GET' },
  })
  expect([preflight.ok, preflight.headers.get('access-control-allow-origin')]).toEqual([false, null])
  for (const path of ['/v1/models', '/v1/usage', '/health', '/nothing']) {
    const answer = await fetch(server.url + path, { headers: { origin: 'https://evil.example' } })
    const headers = ['access-control-allow-origin', 'cache-control', 'x-content-type-options', 'server', 'x-powered-by']
    expect(headers.map((name) => answer.headers.get(name))).toEqual([null, 'no-store', 'nosniff', null, null])
    await answer.text()
  }
})
