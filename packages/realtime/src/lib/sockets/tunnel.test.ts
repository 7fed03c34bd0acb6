import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { startTestServer } from '@mira/test-server'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { greeting, openSession } from '../session.test-support.ts'
import { proxyOf } from './tunnel.ts'

/** Starts a proxy that connects everything to one port, or refuses with a status. */
async function startProxy({ port, status = 200 }: { port: number; status?: number }) {
  const requests: (string | undefined)[][] = []
  const server = createServer()
  server.on('connect', ({ url, headers }, socket) => {
    requests.push([url, headers['proxy-authorization']])
    if (status !== 200) return socket.end(`HTTP/1.1 ${status} Refused\r\n\r\n`)
    const target = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      socket.pipe(target).pipe(socket)
    })
    socket.on('error', () => target.destroy())
    target.on('error', () => socket.destroy())
    return undefined
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port: own } = server.address() as AddressInfo
  return {
    host: `127.0.0.1:${own}`,
    requests,
    [Symbol.asyncDispose]: async () => void server.close().closeAllConnections(),
  }
}

afterEach(() => vi.unstubAllEnvs())

const useProxy = (variables: Record<string, string>): void => {
  const absent = { HTTP_PROXY: undefined, HTTPS_PROXY: undefined, NO_PROXY: undefined, no_proxy: undefined }
  for (const [name, value] of Object.entries({
    ...absent,
    http_proxy: undefined,
    https_proxy: undefined,
    ...variables,
  }))
    vi.stubEnv(name, value)
}

describe('the proxy of the environment', () => {
  it.each([
    { user: '', authorization: undefined },
    { user: 'ann:p%40ss@', authorization: `Basic ${Buffer.from('ann:p@ss').toString('base64')}` },
  ])('is used by sessions, with the credentials "$user"', async ({ user, authorization }) => {
    await using server = await startTestServer({ 'WS /v1/realtime': greeting() })
    await using proxy = await startProxy({ port: Number(new URL(server.url).port) })
    useProxy({ NODE_USE_ENV_PROXY: '1', HTTP_PROXY: `http://${user}${proxy.host}` })
    await using session = await openSession('http://voice.test')
    expect(session.state).toBe('open')
    expect(proxy.requests).toEqual([['voice.test:80', authorization]])
  })

  it('is reported when it refuses to connect', async () => {
    await using proxy = await startProxy({ port: 0, status: 403 })
    useProxy({ NODE_USE_ENV_PROXY: '1', HTTP_PROXY: proxy.host })
    const opening = openSession('http://voice.test:8080')
    await expect(opening).rejects.toMatchObject({ code: 'connection_failed' })
    await expect(opening).rejects.toThrow(
      `The proxy http://${proxy.host} refuses to connect to voice.test:8080 (HTTP 403)`,
    )
  })

  it.each([
    { url: 'ws://voice.test/v1', variables: { HTTP_PROXY: 'proxy:8000' }, expected: undefined },
    { url: 'ws://voice.test/v1', variables: { NODE_USE_ENV_PROXY: '1' }, expected: undefined },
    {
      url: 'ws://voice.test/v1',
      variables: { NODE_USE_ENV_PROXY: '1', HTTPS_PROXY: 'proxy:8000' },
      expected: undefined,
    },
    {
      url: 'wss://voice.test/v1',
      variables: { NODE_USE_ENV_PROXY: '1', https_proxy: 'https://proxy:8000' },
      expected: 'https://proxy:8000/',
    },
    ...['*', 'voice.test', '.voice.test', 'other,VOICE.TEST', 'voice.test:80', 'test', '*.test'].map((no_proxy) => ({
      url: 'ws://voice.test/v1',
      variables: { NODE_USE_ENV_PROXY: '1', HTTP_PROXY: 'proxy:8000', NO_PROXY: no_proxy },
      expected: undefined,
    })),
    ...['', 'ice.test', 'voice.test:81', 'a.voice.test'].map((no_proxy) => ({
      url: 'ws://voice.test/v1',
      variables: { NODE_USE_ENV_PROXY: '1', HTTP_PROXY: 'proxy:8000', NO_PROXY: no_proxy },
      expected: 'http://proxy:8000/',
    })),
  ])('for $url is $expected with $variables', ({ url, variables, expected }) => {
    useProxy({ NODE_USE_ENV_PROXY: '', ...variables })
    expect(proxyOf(new URL(url))?.href).toBe(expected)
  })
})
