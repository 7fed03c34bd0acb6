import { Agent, get, request as httpRequest } from 'node:http'
import { describe, expect, it } from 'vitest'
import { createGate } from './gate.ts'
import { RawClient } from './raw-client.ts'
import { startTestServer } from './start-test-server.ts'

describe('routes', () => {
  it('answers a list in turn and repeats its last reply', async () => {
    await using server = await startTestServer({
      'GET /v1/video/j1': [{ json: { status: 'queued' } }, { json: { status: 'succeeded' } }],
    })
    const statuses: unknown[] = []
    for (let count = 0; count < 3; count++) {
      statuses.push(await (await fetch(`${server.url}/v1/video/j1`)).json())
    }
    expect(statuses).toEqual([{ status: 'queued' }, { status: 'succeeded' }, { status: 'succeeded' }])
    expect(server.requests.map(({ attempt }) => attempt)).toEqual([1, 2, 3])
  })

  it('computes a reply from the whole request', async () => {
    await using server = await startTestServer({
      'POST /echo': async (request) => ({
        status: request.attempt === 1 ? 429 : 200,
        headers: { 'retry-after': '1' },
        json: { got: request.json() },
      }),
    })
    const first = await fetch(`${server.url}/echo`, { method: 'POST', body: '{"a":"é"}' })
    const second = await fetch(`${server.url}/echo`, { method: 'POST', body: '2' })
    expect([first.status, first.headers.get('retry-after'), await first.json()]).toEqual([
      429,
      '1',
      { got: { a: 'é' } },
    ])
    expect([second.status, await second.json()]).toEqual([200, { got: 2 }])
  })

  it('prefers an exact path to a pattern, and compares paths as sent', async () => {
    await using server = await startTestServer({
      'GET /v1/music/:id': { text: 'pattern' },
      'GET /v1/music/a%2Fb': { text: 'exact' },
      'GET /files/*': { text: 'any' },
    })
    const read = async (path: string) => (await fetch(server.url + path)).text()
    expect(await read('/v1/music/x?limit=1')).toBe('pattern')
    expect(await read('/v1/music/a%2Fb')).toBe('exact')
    expect(await read('/files/a/b')).toBe('any')
  })

  it('answers 404 to what no route matches and records it', async () => {
    await using server = await startTestServer({ 'GET /known': {} })
    const response = await fetch(`${server.url}/known`, { method: 'POST' })
    expect([response.status, await response.json()]).toEqual([404, { detail: 'No route for POST /known' }])
    expect(server.unexpected.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /known'])
  })

  it.each(['/no-method', 'GETT /x', 'GET no-slash', 'get /lower-case', 'GET /with?query=1'])(
    'refuses the route %j',
    async (key) => {
      await expect(startTestServer({ [key]: {} })).rejects.toThrow(TypeError)
    },
  )

  it('reports a reply function that throws, to the client and on dispose', async () => {
    const server = await startTestServer({
      'GET /x': () => {
        throw new Error('out of replies')
      },
    })
    const response = await fetch(`${server.url}/x`)
    expect([response.status, await response.json()]).toEqual([500, { detail: 'Script failed: Error: out of replies' }])
    await expect(server.close()).rejects.toThrow('out of replies')
  })

  it('reports replies that cannot be sent', async () => {
    const server = await startTestServer({
      'GET /bodies': { json: 1, text: '1' },
      'GET /faults': { text: '1', dropAt: 0, stallAt: 0 },
      'GET /none': [],
      'GET /header': { text: '1', encoding: 'gzip', headers: { 'x-bad': 'a\nb' } },
      'WS /none': { inTurn: [] },
    })
    for (const path of ['bodies', 'faults', 'none', 'header'])
      expect((await fetch(`${server.url}/${path}`)).status).toBe(500)
    const upgrade = ['connection: upgrade', 'upgrade: websocket']
    expect((await (await RawClient.request(server.port, 'GET /none', upgrade)).finish()).text).toBe('')
    await expect(server.close()).rejects.toThrow('A reply has one body, not json and text')
    expect(server.failures).toHaveLength(5)
  })
})

describe('records', () => {
  it('keeps method, path, query, headers, header pairs, body and time', async () => {
    await using server = await startTestServer({ 'PUT /v1/items/1': {} })
    const message = httpRequest(`${server.url}/v1/items/1?q=a%20b&q=c`, {
      method: 'PUT',
      headers: ['X-Custom', 'one', 'x-custom', 'two', 'Host', 'h'],
    })
    message.end(Uint8Array.of(0, 255))
    const request = await server.nextRequest()
    expect(request).toMatchObject({ method: 'PUT', path: '/v1/items/1', isComplete: true, attempt: 1, connection: 1 })
    expect(request.query.getAll('q')).toEqual(['a b', 'c'])
    expect(request.headers['x-custom']).toBe('one, two')
    expect(request.rawHeaders.slice(0, 3)).toEqual([
      ['X-Custom', 'one'],
      ['x-custom', 'two'],
      ['Host', 'h'],
    ])
    expect([...request.body]).toEqual([0, 255])
    expect(request.at).toBeGreaterThan(0)
    message.once('error', () => {}).destroy()
  })

  it('reads a multipart body', async () => {
    await using server = await startTestServer({ 'POST /upload': {} })
    const form = new FormData()
    form.set('file', new Blob(['abc'], { type: 'audio/wav' }), 'a.wav')
    form.set('language', 'en')
    await fetch(`${server.url}/upload`, { method: 'POST', body: form })
    const received = await server.requests[0]!.formData()
    expect(received.get('language')).toBe('en')
    const file = received.get('file') as File
    expect([file.name, file.type, await file.text()]).toEqual(['a.wav', 'audio/wav', 'abc'])
  })

  it('records an upload that the client broke off as incomplete', async () => {
    await using server = await startTestServer({ 'POST /upload': {} })
    const client = await RawClient.request(server.port, 'POST /upload', ['content-length: 10'])
    client.socket.write('abc')
    client.socket.end()
    const request = await server.nextRequest()
    expect([request.isComplete, request.text()]).toEqual([false, 'abc'])
    await server.socketsClosed()
  })

  it('answers ahead of the body when the reply is early', async () => {
    await using server = await startTestServer({
      'POST /upload': { early: true, status: 413, json: { detail: 'too big' } },
    })
    const client = await RawClient.request(server.port, 'POST /upload', ['content-length: 10'])
    expect(await client.until('too big')).toContain('HTTP/1.1 413')
    expect(server.requests[0]!.isComplete).toBe(false)
    client.socket.destroy()
  })

  it('reports a client that does not speak HTTP', async () => {
    const server = await startTestServer({})
    const client = await RawClient.connect(server.port)
    client.socket.write('GET / HTTP/1.1\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n')
    await client.ended
    await expect(server.close()).rejects.toMatchObject({ code: 'HPE_UNEXPECTED_CONTENT_LENGTH' })
  })

  it('waits for the next request, and says what is missing when none comes', async () => {
    await using server = await startTestServer({ 'GET /:name': {} })
    const [first, second] = [server.nextRequest(), server.nextRequest()]
    await fetch(`${server.url}/a`)
    await fetch(`${server.url}/b`)
    expect([(await first).path, (await second).path]).toEqual(['/a', '/b'])
    await expect(server.nextRequest({ timeoutMs: 1 })).rejects.toThrow('Request 3 did not come, only 2 (waited 1 ms)')
  })
})

describe('connections', () => {
  it('counts a reused connection once and numbers new ones', async () => {
    await using server = await startTestServer({ 'GET /x': { text: 'x' } })
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const read = () =>
      new Promise((resolve) => get(`${server.url}/x`, { agent }, (response) => response.resume().on('end', resolve)))
    await read()
    await read()
    expect([server.openSockets, server.acceptedSockets]).toEqual([1, 1])
    const other = await RawClient.request(server.port, 'GET /x')
    await other.until('\r\n\r\nx')
    expect(server.openSockets).toBe(2)
    expect(server.requests.map(({ connection }) => connection)).toEqual([1, 1, 2])
    agent.destroy()
    other.socket.destroy()
    await server.socketsClosed()
    expect([server.openSockets, server.acceptedSockets]).toEqual([0, 2])
  })

  it('names what is open when sockets do not close', async () => {
    await using server = await startTestServer({ 'GET /slow': { sse: ['a'], stallAt: 3 } })
    const client = await RawClient.request(server.port, 'GET /slow')
    await client.until('dat')
    await expect(server.socketsClosed({ timeoutMs: 1 })).rejects.toThrow(
      /^1 connection\(s\) still open: #1 GET \/slow.* \(waited 1 ms\)$/,
    )
    await expect(server.waitForClose({ timeoutMs: 1 })).rejects.toThrow('The connection of GET /slow is still open')
    client.socket.destroy()
    await server.waitForClose()
  })

  it('notices a client that leaves during a stall, at a gate, in a delay and before the head', async () => {
    await using server = await startTestServer({
      'GET /stall': { text: 'abc', stallAt: 1 },
      'GET /gate': { sse: ['a', createGate()] },
      'GET /delay': { delayMs: 3_600_000 },
      'GET /silent': { beforeHeaders: 'stall' },
      'GET /trickle': { text: 'abc', trickle: { chunkBytes: 1, intervalMs: 3_600_000 } },
    })
    for (const path of ['/stall', '/gate', '/delay', '/silent', '/trickle']) {
      const client = await RawClient.request(server.port, `GET ${path}`)
      await server.nextRequest()
      expect(server.openSockets).toBe(1)
      client.socket.destroy()
      await server.waitForClose()
      expect(server.openSockets).toBe(0)
    }
  })

  it('leaves no socket open and no client waiting after dispose', async () => {
    const server = await startTestServer({ 'GET /stall': { text: 'abc', stallAt: 1 } })
    const client = await RawClient.request(server.port, 'GET /stall')
    await client.until('\r\n\r\na')
    await server.close()
    expect(await client.ended).toBe('end')
    expect(server.openSockets).toBe(0)
    await expect(fetch(server.url)).rejects.toThrow('fetch failed')
    await server.close()
  })
})
