import { type Reply, startTestServer } from '@mira/test-server'
import { expect, it } from 'vitest'
import { createClient } from './client.ts'
import { download } from './download.ts'
import { createBytes } from './files.test-support.ts'
import { failureOf, transports } from './pipeline.test-support.ts'

const content = createBytes(50_000)
const file: Reply = { bytes: content, ranges: true, etag: '"v1"' }
const secrets = { 'x-api-key': 'secret', cookie: 'session=secret' }

it.each(
  transports.flatMap(({ transport, fetch }) =>
    [301, 302, 303, 307, 308].map((status) => ({ transport, fetch, status })),
  ),
)('a download follows $status to another origin without its secrets, over $transport', async ({ fetch, status }) => {
  await using bucket = await startTestServer({ 'GET /b': file })
  await using cdn = await startTestServer({ 'GET /a': { status, redirect: `${bucket.url}/b?sig=1` } })
  await using api = await startTestServer({
    'GET /v1/file': { status, redirect: '/v1/moved' },
    'GET /v1/moved': { status, redirect: `${cdn.url}/a` },
  })
  const client = createClient({ baseUrl: api.url, apiKey: 'sk-mira-1', headers: secrets, fetch })
  expect(new Uint8Array(await download(client, '/v1/file').bytes())).toEqual(content)
  for (const { headers } of api.requests) {
    expect(headers).toMatchObject({ ...secrets, authorization: 'Bearer sk-mira-1' })
  }
  for (const { headers } of [...cdn.requests, ...bucket.requests]) {
    expect(headers).toMatchObject({ 'accept-encoding': 'identity' })
    for (const name of [...Object.keys(secrets), 'authorization']) expect(headers).not.toHaveProperty(name)
  }
})

it('sends no key to its own origin by way of another one', async () => {
  let target = ''
  await using cdn = await startTestServer({ 'GET /a': (): Reply => ({ redirect: target }) })
  await using api = await startTestServer({ 'GET /public': file, 'GET /v1/file': { redirect: `${cdn.url}/a` } })
  target = `${api.url}/public`
  await download(createClient({ baseUrl: api.url, apiKey: 'sk-mira-1' }), '/v1/file').bytes()
  expect(api.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer sk-mira-1', undefined])
})

it('resumes a download at the end of its redirects', async () => {
  await using bucket = await startTestServer({ 'GET /b': [{ ...file, dropAt: 20_000 }, file] })
  await using api = await startTestServer({ 'GET /v1/file': { redirect: `${bucket.url}/b` } })
  const client = createClient({ baseUrl: api.url, apiKey: 'sk-mira-1', retry: { baseDelayMs: 1 } })
  expect(new Uint8Array(await download(client, '/v1/file').bytes())).toEqual(content)
  expect(bucket.requests[1]?.headers).toMatchObject({ range: 'bytes=20000-', 'if-range': '"v1"' })
})

it.each([
  ['a chain without an end', 'GET', '/v1/file'],
  ['a file', 'GET', 'file:///etc/passwd'],
  ['a script', 'GET', 'data:text/plain,x'],
  ['another origin with a body', 'POST', 'http://127.0.0.1:9/'],
] as const)('does not follow a redirect to %s', async (_, method, location) => {
  const route = `${method} /v1/file` as const
  await using api = await startTestServer({ [route]: { status: 307, headers: { location }, text: '' } })
  const error = await failureOf(download(createClient({ baseUrl: api.url }), { path: '/v1/file', method }).bytes())
  expect(error).toMatchObject({ code: 'redirect_refused', status: 307 })
})

it('does not leave an encrypted connection', async () => {
  const sent: string[] = []
  const fetch = async (url: string): Promise<Response> => {
    sent.push(url)
    return new Response(null, { status: 302, headers: { location: 'http://bucket.test/b' } })
  }
  const client = createClient({ baseUrl: 'https://api.test', fetch })
  expect(await failureOf(download(client, '/v1/file').bytes())).toMatchObject({ code: 'redirect_refused' })
  expect(sent).toEqual(['https://api.test/v1/file'])
})

it('lets the fetch of a page follow a redirect that it hides, without secrets', async () => {
  const sent: RequestInit[] = []
  const fetch = async (_: string, init: RequestInit): Promise<Response> => {
    sent.push(init)
    return init.redirect === 'manual' ? Response.error() : new Response('content')
  }
  const client = createClient({ baseUrl: 'https://api.test', fetch, headers: secrets })
  expect(await download(client, '/v1/file').text()).toBe('content')
  expect(sent.map(({ redirect }) => redirect)).toEqual(['manual', 'follow'])
  expect(sent[1]?.headers).not.toHaveProperty('x-api-key')
})
