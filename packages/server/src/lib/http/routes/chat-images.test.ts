import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPng, toDataUri } from '../../test-support/png.test-support.ts'
import { type MediaServer, startMediaServer } from '../../test-support/start-media-server.test-support.ts'

const picture = createPng({ width: 30, height: 20 })
const uri = toDataUri(picture)
const ask = (urls: string[]) => [
  {
    role: 'user',
    content: [{ type: 'text', text: 'Which?' }, ...urls.map((url) => ({ type: 'image_url', image_url: { url } }))],
  },
]

describe('the local chat engine', () => {
  let server: MediaServer
  beforeAll(async () => {
    server = await startMediaServer({ allowHttpFetch: true, allowPrivateFetch: true, engines: { chat: undefined } })
  })
  afterAll(() => server[Symbol.asyncDispose]())

  it('answers questions on pictures from the vision engine', async () => {
    const answer = await server.call('POST', '/v1/chat/completions', { model: 'mira', messages: ask([uri, uri]) })
    const { choices } = await answer.json()
    expect(choices[0].message.content).toBe(
      'A picture of 30 by 20 pixels. Which?\nA picture of 30 by 20 pixels. Which?',
    )
    const input = [
      {
        role: 'user',
        content: [
          { type: 'input_text', text: 'Which?' },
          { type: 'input_image', image_url: uri },
        ],
      },
    ]
    const response = await (await server.call('POST', '/v1/responses', { model: 'mira', input })).json()
    expect(response.output[0].content[0].text).toBe('A picture of 30 by 20 pixels. Which?')
  })

  it('receives the pictures themselves, not their addresses', async () => {
    const host = createServer((_request, response) => response.end(picture))
    await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(host.address() as AddressInfo).port}/a.png`
    const answer = await server.call('POST', '/v1/chat/completions', { model: 'mira', messages: ask([url]) })
    expect((await answer.json()).choices[0].message.content).toContain('30 by 20')
    host.close()
  })
})

it('says that it cannot see without one', async () => {
  await using server = await startMediaServer({ engines: { chat: undefined, vision: null } })
  const answer = await server.call('POST', '/v1/chat/completions', { model: 'mira', messages: ask([uri]) })
  expect((await answer.json()).choices[0].message.content).toContain('cannot see pictures')
})

it.each([
  {
    urls: ['https://127.0.0.1/a.png'],
    status: 400,
    detail: 'image_url: the URL does not point to the public internet',
  },
  { urls: ['data:image/png;base64,AAAA'], status: 400, detail: 'image_url: expected a PNG, JPEG, WebP or GIF image' },
  { urls: Array<string>(11).fill(uri), status: 400, detail: 'messages: expected at most 10 images, received 11' },
])('refuses case %# and charges nothing', async ({ urls, status, detail }) => {
  await using server = await startMediaServer()
  const answer = await server.call('POST', '/v1/chat/completions', { model: 'mira', messages: ask(urls) })
  expect([answer.status, await answer.json()]).toMatchObject([status, { detail }])
  expect(await server.chargedKopecks()).toBe(0)
})

it.each([
  { moderateChats: true, status: 422 },
  { moderateChats: false, status: 200 },
])('answers what the moderation engine flags with $status when moderateChats is $moderateChats', async (options) => {
  await using server = await startMediaServer({ moderateChats: options.moderateChats })
  const messages = [{ role: 'user', content: 'something forbidden' }]
  const answer = await server.call('POST', '/v1/chat/completions', { model: 'mira', messages })
  expect(answer.status).toBe(options.status)
  const { detail } = await answer.json()
  if (options.moderateChats) {
    expect(JSON.parse(detail)).toEqual({ error: 'content_blocked', category: 'extremism' })
  }
})
