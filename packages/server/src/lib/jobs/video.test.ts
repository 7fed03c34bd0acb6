import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { type JobServer, startJobServer } from '../test-support/start-job-server.test-support.ts'

const path = '/v1/video/generate'
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

let server: JobServer
afterEach(() => server[Symbol.asyncDispose]())

it('is made from words, charged by the second and found under both addresses', async () => {
  server = await startJobServer({ balanceKopecks: 12_000 })
  const accepted = await server.call('POST', path, { prompt: 'A cat', duration_seconds: 10, aspect_ratio: '9:16' })
  const { id } = await accepted.json()
  expect([accepted.status, accepted.headers.get('location')]).toEqual([202, `/v1/video/${id}`])
  const done = await server.settled(`/v1/video/${id}`)
  expect(done).toMatchObject({ status: 'succeeded', duration_seconds: 10, aspect_ratio: '9:16', resolution: '720p' })
  expect(await server.settled(`/v1/video/jobs/${id}`)).toEqual(done)
  expect((await fetch(done.video_url!)).headers.get('content-type')).toBe('video/mp4')
  expect((await server.ledger()).at(-1)).toMatchObject({ model: 'mira-video', amountKopecks: -12_000 })
})

it('begins with a picture, which is forgotten when it is made', async () => {
  server = await startJobServer()
  const first_frame = `data:image/png;base64,${pixel}`
  const { id } = await (await server.call('POST', path, { prompt: 'wait, a cat', first_frame })).json()
  expect(await server.store.jobs.findInput(id)).toBe(pixel)
  server.video.unblock()
  const { description } = await server.settled(`/v1/video/${id}`)
  expect(description).toBe(`wait, a cat, from a picture of ${Buffer.from(pixel, 'base64').length} bytes`)
  expect(await server.store.jobs.findInput(id)).toBeUndefined()
})

const png = Buffer.from(pixel, 'base64')
/** Responses of a site by path. */
const site: Record<string, [status: number, body: Buffer]> = {
  '/picture.png': [200, png],
  '/page.html': [200, Buffer.from('<html></html>')],
  '/huge.png': [200, Buffer.alloc(21 * 1024 * 1024)],
}

it.each([
  ['/picture.png', 202, ''],
  ['/page.html', 400, 'expected a PNG'],
  ['/none.png', 400, 'status 404'],
  ['/huge.png', 413, 'larger than'],
])('takes a picture from %s with %i', async (page, status, message) => {
  const pages = createServer((request, response) => {
    const [code, body] = site[request.url!] ?? [404, Buffer.alloc(0)]
    response.writeHead(code).end(body)
  })
  await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve))
  server = await startJobServer({ allowHttpFetch: true, allowPrivateFetch: true })
  const first_frame = `http://127.0.0.1:${(pages.address() as AddressInfo).port}${page}`
  const answer = await server.call('POST', path, { prompt: 'A cat', first_frame })
  expect([answer.status, (await answer.json()).detail ?? '']).toEqual([status, expect.stringContaining(message)])
  pages.close()
})
