import { createServer, type IncomingHttpHeaders, request as send } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { openSqliteStore } from '../store/open-sqlite-store.ts'
import { startS3Server } from '../test-support/s3-server.test-support.ts'
import { openMediaStore } from './open-media-store.ts'

const file = { data: Buffer.from('content'), mediaType: 'image/png', userId: 'ada', expiresAt: Number.MAX_SAFE_INTEGER }

it('signs the session token of temporary credentials with every request', async () => {
  await using s3 = await startS3Server()
  const seen: { method: string | undefined; headers: IncomingHttpHeaders }[] = []
  // Passes requests on unchanged, since the service verifies their signature, host included.
  const relay = createServer(async (request, response) => {
    seen.push({ method: request.method, headers: request.headers })
    const body = await buffer(request)
    const { connection: _, 'transfer-encoding': __, ...headers } = request.headers
    const { port } = new URL(s3.endpoint)
    const options = { host: '127.0.0.1', port, method: request.method, path: request.url, headers }
    send(options, (answer) => {
      response.writeHead(answer.statusCode!, answer.headers)
      answer.pipe(response)
    }).end(body)
  })
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve))
  const store = await openSqliteStore(':memory:')
  const media = openMediaStore(
    {
      mediaUrl: `s3://${s3.bucket}/files`,
      mediaEndpoint: `http://127.0.0.1:${(relay.address() as AddressInfo).port}`,
    },
    { records: store.media, now: () => 0, environment: { ...s3.environment, AWS_SESSION_TOKEN: 'session' } },
  )
  const info = await media.put(file)
  expect(await media.verify(info)).toBe('intact')
  expect((await buffer(await media.read(info.id, { start: 0, end: 2 }))).toString()).toBe('con')
  await media.remove(info.id)
  expect(await media.verify(info)).toBe('missing')

  expect(new Set(seen.map(({ method }) => method))).toEqual(new Set(['PUT', 'HEAD', 'GET', 'DELETE']))
  for (const { headers } of seen) {
    expect(headers['x-amz-security-token']).toBe('session')
    expect(headers.authorization).toMatch(/SignedHeaders=[^,]*x-amz-security-token/)
  }
  await store.close()
  relay.close()
})
