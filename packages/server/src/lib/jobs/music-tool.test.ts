import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readEvents } from '../test-support/read-events.test-support.ts'
import { type JobServer, startJobServer } from '../test-support/start-job-server.test-support.ts'

const builtIn = { type: 'mira_music_generate' }
const asFunction = { type: 'function', function: { name: 'mira_music_generate' } }
const other = { type: 'function', function: { name: 'get_time', parameters: { type: 'object' } } }
const wish = 'Call mira_music_generate: rain on a tin roof'

let server: JobServer
beforeEach(async () => {
  server = await startJobServer()
})
afterEach(() => server[Symbol.asyncDispose]())

const ask = (content: string, fields = {}) =>
  server.call('POST', '/v1/chat/completions', {
    model: 'mira',
    messages: [{ role: 'user', content }],
    tools: [builtIn],
    ...fields,
  })

async function expectSong(content: string): Promise<void> {
  const [url] = /http\S+/.exec(content) ?? []
  expect((await fetch(url!)).headers.get('content-type')).toBe('audio/wav')
}

describe('the music tool', () => {
  it.each([[builtIn], [asFunction]])('offered as %j puts the address of the song into the answer', async (tool) => {
    const { choices } = await (await ask(wish, { tools: [other, tool] })).json()
    const [{ message, finish_reason }] = choices
    expect(finish_reason).toBe('stop')
    expect(message.content).toMatch(/^Here is the song: http/)
    const call = { type: 'tool_call', name: 'mira_music_generate', arguments: { prompt: wish } }
    expect(message.tool_calls).toMatchObject([call])
    await expectSong(message.content)
    expect(server.music.requests).toMatchObject([{ prompt: wish }])
    const models = (await server.ledger()).filter(({ type }) => type === 'charge').map(({ model }) => model)
    expect(models.sort()).toEqual(['mira', 'mira-music'])
  })

  it('goes on with a conversation that has such a call', async () => {
    const { choices } = await (await ask(wish)).json()
    const messages = [{ role: 'user', content: wish }, choices[0].message, { role: 'user', content: 'Thanks' }]
    expect((await ask('', { messages })).status).toBe(200)
  })

  it('does the same in a stream', async () => {
    const events = await readEvents(await ask(wish, { stream: true, tool_choice: builtIn }))
    const choices = events.slice(0, -1).map(({ data }) => JSON.parse(data).choices[0])
    expect(choices.at(-1).finish_reason).toBe('stop')
    expect(choices.flatMap(({ delta }) => delta.tool_calls ?? [])).toMatchObject([{ index: 0, type: 'tool_call' }])
    await expectSong(choices.map(({ delta }) => delta.content ?? '').join(''))
  })

  it('leaves the calls of other tools to the caller', async () => {
    const { choices } = await (await ask('Call get_time', { tools: [other, builtIn] })).json()
    expect(choices[0]).toMatchObject({ finish_reason: 'tool_calls', message: { content: null } })
    expect(choices[0].message.tool_calls).toMatchObject([{ function: { name: 'get_time' } }])
    expect(server.music.requests).toEqual([])
  })

  it('says why there is no song', async () => {
    const { choices } = await (await ask(`${wish} be-unplayable`)).json()
    expect(choices[0].message.content).toBe('The song could not be generated: prompt: cannot play this.')
  })

  it('stops the work when the caller leaves', async () => {
    const leaving = new AbortController()
    const body = { model: 'mira', messages: [{ role: 'user', content: `${wish} wait` }], tools: [builtIn] }
    const answer = server.call('POST', '/v1/chat/completions', body, { signal: leaving.signal }).catch(() => 'left')
    await expect.poll(() => server.music.requests.length).toBe(1)
    leaving.abort()
    expect(await answer).toBe('left')
    await expect.poll(() => server.music.aborted.length).toBe(1)
  })
})

it('names the job of a song that takes longer than the request may', async () => {
  await server[Symbol.asyncDispose]()
  // Half of the timeout is spent waiting for the song; the other half is ample to start the job on a busy machine.
  server = await startJobServer({ limits: { requestTimeoutMs: 4_000 } })
  const gate = expect.poll(() => server.music.requests.length).toBe(1)
  // The chat engine pauses at the same word as the music engine, but not when it calls a tool.
  const { choices } = await (await ask(`${wish} wait`)).json()
  await gate
  const [, place] = /job music_job_\w+; see http:\/\/[^/]+(\S+)/.exec(choices[0].message.content) ?? []
  server.music.unblock()
  expect(await server.settled(place!)).toMatchObject({ status: 'succeeded' })
})
