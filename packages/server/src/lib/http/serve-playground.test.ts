import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { ServerOptions } from '../options.ts'
import { startServer } from '../start-server.ts'
import { noEngines } from '../test-support/start-emulator.test-support.ts'

const browser = { accept: 'text/html,application/xhtml+xml' }

const start = (options: ServerOptions = {}) =>
  startServer({
    engines: noEngines,
    emulator: { fixtures: [{ answer: { text: 'From a fixture' } }] },
    playground: true,
    ...options,
  })

it('serves the page at /, and its API without a key', async () => {
  await using server = await start()
  expect(server.playgroundUrl).toBe(`${server.url}/`)
  const page = await fetch(server.url, { headers: browser })
  expect(await page.text()).toContain('<div id="root"></div>')
  expect(await (await fetch(`${server.url}/docs`, { headers: browser })).text()).toContain('openapi.json')
  expect(await (await fetch(server.url)).json()).toMatchObject({ api: '/v1' })
  const headers = { 'content-type': 'application/json', origin: server.url }
  const body = JSON.stringify({ model: 'mira', messages: [{ role: 'user', content: 'Hi' }] })
  const call = (path: string) => fetch(`${server.url}${path}/v1/chat/completions`, { method: 'POST', headers, body })
  expect(await (await call('/api/mira')).text()).toContain('From a fixture')
  expect((await call('')).status).toBe(401)
})

it('connects the page with realtime sessions, and a page of another site with none', async () => {
  await using server = await start()
  const connect = (origin: string) =>
    new WebSocket(`${server.url.replace('http', 'ws')}/api/mira/v1/realtime?model=mira`, ['mira-realtime.v1'], {
      origin,
    })
  const socket = connect(server.url)
  const [data] = await once(socket, 'message')
  expect(JSON.parse(data.toString()).type).toBe('session.created')
  socket.terminate()
  const [error] = await once(connect('https://evil.example'), 'error')
  expect(error.message).toContain('403')
})

it('acts with a key that is not valid after a restart, beside the development key', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'mira-playground-'))
  try {
    for (const isFirst of [true, false]) {
      await using server = await start({ dataDir })
      expect(server.apiKey === undefined).toBe(!isFirst)
      const keys = await (await fetch(`${server.url}/api/mira/v1/api-keys`)).json()
      const names = keys.map(({ name }: { readonly name: string }) => name)
      expect(names.toSorted()).toEqual(['Development key', 'Playground'])
    }
  } finally {
    await rm(dataDir, { recursive: true })
  }
})

it.each([
  { name: 'no option', options: { playground: false } },
  { name: 'a public address', options: { publicUrl: 'https://api.example' } },
  { name: 'proxies', options: { trustedProxies: ['127.0.0.1'] } },
  { name: 'all addresses', options: { host: '0.0.0.0' } },
])('serves the page of the API instead with $name', async ({ options }) => {
  await using server = await start(options)
  expect(server.playgroundUrl).toBeUndefined()
  const url = server.url.replace('0.0.0.0', '127.0.0.1')
  expect(await (await fetch(url, { headers: browser })).text()).toContain('openapi.json')
  expect((await fetch(`${url}/api/mira/v1/models`)).status).toBe(404)
})
