import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createGate, startTestServer } from '@mira/test-server'
import { expect, it } from 'vitest'

const program = fileURLToPath(new URL('./cold-calls.test-support.ts', import.meta.url))

const largeBody = fileURLToPath(new URL('./large-body.test-support.ts', import.meta.url))

/** Results of the first calls of a new process. */
interface Report {
  readonly isUndiciLoaded: boolean
  readonly results: Readonly<Record<string, unknown>>
}

async function runCold(baseUrl: string): Promise<Report> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--conditions=@mira/source', program, baseUrl])
  return JSON.parse(stdout)
}

it('serves the first calls of a process like any other, without loading undici', async () => {
  await using server = await startTestServer({
    'GET /v1/json': { json: { text: 'Grüße' }, headers: { 'x-request-id': 'r1' } },
    'POST /v1/echo': (request) => ({ json: { body: request.json(), type: request.headers['content-type'] } }),
    'GET /v1/refused': { status: 402, json: { detail: 'No balance' } },
    'GET /v1/dropped': { json: { text: 'lost' }, dropAt: 5 },
    'GET /v1/reset': { beforeHeaders: 'reset' },
    'GET /v1/stalled': { json: { text: 'late' }, stallAt: 5 },
    'GET /v1/gzip': { json: { text: 'small' }, encoding: 'gzip' },
    'GET /v1/moved': { status: 302, redirect: '/v1/json' },
    'POST /v1/stream': { sse: ['a', 'b', '[DONE]'] },
    'POST /v1/held': { sse: ['a', createGate()] },
  })
  const { isUndiciLoaded, results } = await runCold(server.url)
  expect(isUndiciLoaded).toBe(false)
  expect(results).toEqual({
    json: { text: 'Grüße' },
    requestId: 'r1',
    echo: { body: { a: 1 }, type: 'application/json' },
    refused: 'insufficient_balance',
    dropped: 'connection_failed',
    reset: 'connection_failed',
    stalled: 'timeout',
    aborted: 'mine',
    gzip: { text: 'small' },
    moved: { text: 'Grüße' },
    unreachable: 'connection_failed',
    stream: ['a', 'b'],
    left: ['a'],
  })
  await server.socketsClosed()
})

it('releases the chunks of a large body while it is read, and loads undici only after its end', async () => {
  const megabytes = 200
  const server = createServer(async (_request, response) => {
    response.setHeader('content-length', megabytes * 1_000_000)
    const block = Buffer.alloc(1_000_000, 1)
    for (let sent = 0; sent < megabytes; sent += 1) if (!response.write(block)) await once(response, 'drain')
    response.end()
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const { stdout } = await promisify(execFile)(process.execPath, ['--conditions=@mira/source', largeBody, url])
    const { receivedBytes, maxUnreleasedBytes, isLoaded } = JSON.parse(stdout)
    expect(receivedBytes).toBe(megabytes * 1_000_000)
    expect(isLoaded).toEqual([false, true])
    // Without garbage on the heap, it is 80 MB.
    expect(maxUnreleasedBytes).toBeLessThan(40_000_000)
  } finally {
    server.close()
  }
})
