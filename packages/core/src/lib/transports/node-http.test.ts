import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createGate, startTestServer } from '@mira/test-server'
import { expect, it } from 'vitest'

const program = fileURLToPath(new URL('./cold-calls.test-support.ts', import.meta.url))

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
