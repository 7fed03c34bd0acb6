import { describe, expect, it } from 'vitest'
import {
  appendOf,
  type ConnectOptions,
  connectClient,
  startRealtimeServer,
} from '../test-support/realtime-client.test-support.ts'

const message = (text: string, role = 'user') => ({ type: 'message', role, content: [{ type: 'input_text', text }] })
const create = (text: string) => ({ type: 'conversation.item.create', item: message(text) })
const lookUp = { type: 'function', name: 'look_up', parameters: { type: 'object', properties: {} } }

async function open(options?: ConnectOptions) {
  const server = await startRealtimeServer()
  const client = await connectClient(server, options)
  return {
    ...client,
    types: () => client.events.map(({ type }) => type),
    [Symbol.asyncDispose]: async () => {
      client.socket.terminate()
      await server.close({ graceMs: 0 })
    },
  }
}

describe('settings', () => {
  it('may be changed before the greeting is read, and in part', async () => {
    await using client = await open()
    client.send({ type: 'session.update', session: { voice: 'buzz', instructions: 'Hum.', turn_detection: null } })
    client.send({ type: 'session.update', session: { output_audio_format: 'g711_ulaw' } })
    await client.next('session.updated')
    expect((await client.next('session.updated')).session).toMatchObject({
      voice: 'buzz',
      instructions: 'Hum.',
      turn_detection: null,
      input_audio_format: 'pcm16',
      input_sample_rate: 24_000,
      output_audio_format: 'g711_ulaw',
      output_sample_rate: 8_000,
    })
  })

  it.each([
    { session: { voice: 'nobody' }, param: 'session.voice' },
    { session: { input_audio_format: 'opus' }, param: 'session.input_audio_format' },
    { session: { temperature: 9 }, param: 'session.temperature' },
    { session: { turn_detection: { type: 'server_vad', threshold: 2 } }, param: 'session.turn_detection.threshold' },
    {
      session: { audio: { input: { format: { type: 'audio/pcm', rate: 5 } } } },
      param: 'session.audio.input.format.rate',
    },
    { session: { tools: [{ type: 'function', name: '' }] }, param: 'session.tools[0].name' },
  ])('are refused by the name of the field: $param', async ({ session, param }) => {
    await using client = await open()
    client.send({ type: 'session.update', event_id: 'mine', session })
    const { error } = await client.next('error')
    expect(error).toMatchObject({ type: 'invalid_request_error', param, event_id: 'mine' })
    client.send({ type: 'session.update', session: {} })
    expect((await client.next('session.updated')).session).toMatchObject({ voice: 'hum', temperature: 0.7 })
  })

  it.each([
    { name: 'the documented one', options: {}, newer: false },
    { name: "that of OpenAI's subprotocol", options: { protocols: ['realtime'], isHeader: true }, newer: true },
    { name: 'that of a model in the URL', options: { protocols: [], query: '?model=x', isHeader: true }, newer: true },
    {
      name: 'that of the beta header',
      options: { protocols: [], query: '?model=x', isHeader: true, beta: true },
      newer: false,
    },
  ])('are told in the form of the client: $name', async ({ options, newer }) => {
    const { isHeader, beta, ...rest } = options as ConnectOptions & { isHeader?: boolean; beta?: boolean }
    await using server = await startRealtimeServer()
    const headers = {
      ...(isHeader && { authorization: `Bearer ${server.apiKey}` }),
      ...(beta && { 'openai-beta': 'realtime=v1' }),
    }
    using client = await connectClient(server, { ...rest, headers })
    const { session } = await client.next('session.created')
    expect('output_modalities' in session).toBe(newer)
    client.send({ type: 'response.create', response: { input: [message('Hi')], conversation: 'none' } })
    await client.next('response.done')
    expect(client.events.some(({ type }) => type.startsWith('response.output_audio.'))).toBe(newer)
  })

  it('switch to the newer form when they are written in it', async () => {
    await using server = await startRealtimeServer()
    using client = await connectClient(server, {
      protocols: [],
      headers: { authorization: `Bearer ${server.apiKey}` },
    })
    expect((await client.next('session.created')).session).toHaveProperty('modalities')
    client.send({ type: 'session.update', session: { type: 'realtime', output_modalities: ['text'] } })
    expect((await client.next('session.updated')).session).toMatchObject({
      type: 'realtime',
      output_modalities: ['text'],
    })
  })
})

describe('a response', () => {
  it('is reported step by step', async () => {
    await using client = await open()
    client.send(create('Good day.'))
    client.send({ type: 'response.create' })
    const { response } = await client.next('response.done')
    expect(response).toMatchObject({
      status: 'completed',
      output: [
        { type: 'message', status: 'completed', content: [{ type: 'audio', transcript: 'You said: Good day.' }] },
      ],
      usage: { input_tokens: 2, output_tokens: 4, total_tokens: 6 },
    })
    const steps = client.types().filter((type, index, all) => type !== all[index - 1])
    expect(steps.slice(steps.indexOf('response.created'))).toEqual([
      'response.created',
      'response.output_item.added',
      'conversation.item.created',
      'response.content_part.added',
      'response.audio_transcript.delta',
      'response.audio.delta',
      'response.audio.done',
      'response.audio_transcript.done',
      'response.content_part.done',
      'response.output_item.done',
      'response.done',
    ])
  })

  it('is written when only text is wanted', async () => {
    await using client = await open()
    client.send(create('Good day.'))
    client.send({ type: 'response.create', response: { modalities: ['text'], metadata: { mine: 1 } } })
    const { response } = await client.next('response.done')
    expect(response).toMatchObject({
      metadata: { mine: 1 },
      output: [{ content: [{ type: 'text', text: 'You said: Good day.' }] }],
    })
    expect(client.types().filter((type) => type.includes('audio'))).toEqual([])
  })

  it.each([
    { format: 'pcm16', bytesPerSecond: 48_000 },
    { format: 'g711_ulaw', bytesPerSecond: 8_000 },
    { format: 'g711_alaw', bytesPerSecond: 8_000 },
  ])('speaks $format', async ({ format, bytesPerSecond }) => {
    await using client = await open()
    client.send({ type: 'session.update', session: { output_audio_format: format } })
    client.send(create('Good day.'))
    client.send({ type: 'response.create' })
    await client.next('response.done')
    const bytes = client.events
      .filter(({ type }) => type === 'response.audio.delta')
      .reduce((sum, { delta }) => sum + Buffer.from(delta, 'base64').length, 0)
    // "You said: Good day." is hummed at 50 ms per letter.
    expect(bytes / bytesPerSecond).toBeCloseTo(19 * 0.05, 2)
  })

  it('calls a function, and goes on with what it gave', async () => {
    await using client = await open()
    client.send({ type: 'session.update', session: { tools: [lookUp] } })
    client.send(create('Please look_up this.'))
    client.send({ type: 'response.create' })
    const call = await client.next('response.function_call_arguments.done')
    expect(call).toMatchObject({ name: 'look_up', arguments: '{}' })
    const { response } = await client.next('response.done')
    expect(response.output).toMatchObject([{ type: 'function_call', call_id: call.call_id, status: 'completed' }])
    client.send({
      type: 'conversation.item.create',
      item: { type: 'function_call_output', call_id: call.call_id, output: 'found' },
    })
    client.send({ type: 'response.create' })
    const { transcript } = await client.next('response.audio_transcript.done')
    expect(transcript).toBe('The tool said found')
  })

  it('is cut off when the client says so, and another may follow at once', async () => {
    await using client = await open()
    client.send(create('Now wait for ever.'))
    client.send({ type: 'response.create' })
    await client.next('response.created')
    client.send({ type: 'response.create' })
    expect((await client.next('error')).error.code).toBe('conversation_already_has_active_response')
    client.send({ type: 'response.cancel' })
    client.send({ type: 'response.create', response: { input: [message('Hello')], conversation: 'none' } })
    expect((await client.next('response.done')).response).toMatchObject({
      status: 'cancelled',
      status_details: { reason: 'client_cancelled' },
    })
    expect((await client.next('response.done')).response.status).toBe('completed')
  })

  it('that fails says why, and the session goes on', async () => {
    await using client = await open()
    client.send({ type: 'response.create', response: { input: [message('be-unavailable')] } })
    expect((await client.next('response.done')).response).toMatchObject({
      status: 'failed',
      status_details: { error: { code: 'service_unavailable', message: 'Upstream is busy' } },
    })
    client.send({ type: 'response.create', response: { input: [message('Hello')] } })
    expect((await client.next('response.done')).response.status).toBe('completed')
  })
})

describe('the conversation', () => {
  it('keeps of a cut answer what was heard', async () => {
    await using client = await open()
    client.send(create('One two three four.'))
    client.send({ type: 'response.create' })
    const { response } = await client.next('response.done')
    const [{ id }] = response.output
    client.send({ type: 'conversation.item.truncate', item_id: id, content_index: 0, audio_end_ms: 500 })
    await client.next('conversation.item.truncated')
    client.send({ type: 'conversation.item.retrieve', item_id: id })
    const { item } = await client.next('conversation.item.retrieved')
    expect(item.content).toEqual([{ type: 'audio', transcript: 'You said:' }])
    client.send({ type: 'conversation.item.truncate', item_id: id, content_index: 0, audio_end_ms: 99_000 })
    expect((await client.next('error')).error.param).toBe('audio_end_ms')
  })

  it('takes items at their place, and gives them up', async () => {
    await using client = await open()
    client.send({ type: 'conversation.item.create', item: { ...message('second'), id: 'b' } })
    client.send({ type: 'conversation.item.create', item: { ...message('first'), id: 'a' }, previous_item_id: 'root' })
    await client.next('conversation.item.created')
    expect(await client.next('conversation.item.created')).toMatchObject({ previous_item_id: null, item: { id: 'a' } })
    client.send({ type: 'conversation.item.delete', item_id: 'a' })
    expect(await client.next('conversation.item.deleted')).toMatchObject({ item_id: 'a' })
    client.send({ type: 'conversation.item.delete', item_id: 'a' })
    expect((await client.next('error')).error).toMatchObject({ param: 'item_id' })
  })
})

describe('sound', () => {
  it.each([
    { format: 'pcm16', sampleRate: 24_000 },
    { format: 'pcm16', sampleRate: 16_000 },
  ])('is heard when it is committed, at $sampleRate Hz', async ({ format, sampleRate }) => {
    await using client = await open()
    const session = { input_audio_format: format, input_sample_rate: sampleRate, turn_detection: null }
    client.send({ type: 'session.update', session })
    client.send({ type: 'input_audio_buffer.commit' })
    expect((await client.next('error')).error.code).toBe('input_audio_buffer_commit_empty')
    for (let count = 0; count < 50; count++) client.send(appendOf(20, 440, sampleRate))
    client.send({ type: 'input_audio_buffer.commit' })
    const { item_id } = await client.next('input_audio_buffer.committed')
    const told = await client.next('conversation.item.input_audio_transcription.completed')
    expect(told).toMatchObject({ item_id, transcript: 'heard 1.0 s' })
    client.send({ type: 'response.create' })
    expect((await client.next('response.audio_transcript.done')).transcript).toBe('You said: heard 1.0 s')
  })

  it('that is cleared is forgotten', async () => {
    await using client = await open()
    client.send({ type: 'session.update', session: { turn_detection: null } })
    client.send(appendOf(500))
    client.send({ type: 'input_audio_buffer.clear' })
    await client.next('input_audio_buffer.cleared')
    client.send({ type: 'input_audio_buffer.commit' })
    expect((await client.next('error')).error.code).toBe('input_audio_buffer_commit_empty')
  })

  it('of many speakers at once is heard by the few recognizers there are', async () => {
    await using server = await startRealtimeServer()
    const clients = await Promise.all(Array.from({ length: 20 }, () => connectClient(server)))
    for (const client of clients) {
      client.send({ type: 'session.update', session: { turn_detection: null } })
      client.send(appendOf(1_000))
      client.send({ type: 'input_audio_buffer.commit' })
    }
    const told = clients.map((client) => client.next('conversation.item.input_audio_transcription.completed'))
    expect((await Promise.all(told)).map(({ transcript }) => transcript)).toEqual(clients.map(() => 'heard 1.0 s'))
    for (const { socket } of clients) socket.terminate()
  })
})
