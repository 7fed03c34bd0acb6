import { createClient } from '@mira/core'
import { createGate, type Routes, startTestServer } from '@mira/test-server'
import { describe, expect, it } from 'vitest'
import { createSpeechStore, type SpeechStoreOptions } from './create-speech-store.ts'
import { until } from './settled.test-support.ts'

const route = 'POST /v1/audio/speech'

async function open(routes: Routes, options: SpeechStoreOptions = {}) {
  const server = await startTestServer(routes)
  const client = createClient({ baseUrl: server.url, retry: false })
  const speech = createSpeechStore(client, { plays: false, ...options })
  return { server, speech, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

const audio = (type: string, chunks: readonly unknown[]) => ({ headers: { 'content-type': type }, chunks })

describe('createSpeechStore', () => {
  it('receives audio of a format of files as it is', async () => {
    await using opened = await open({ [route]: audio('audio/mpeg', ['ID3', 'frames']) } as Routes)
    opened.speech.speak('Hello')
    const { audio: blob, url, firstAudioMs, receivedMs } = await until(opened.speech, ({ status }) => status === 'done')
    expect([blob?.type, await blob?.text(), url]).toEqual(['audio/mpeg', 'ID3frames', expect.stringMatching(/^blob:/)])
    expect(firstAudioMs).toBeLessThanOrEqual(receivedMs!)
    opened.speech.stop()
    expect(opened.speech.getSnapshot()).toMatchObject({ status: 'idle', url: undefined, audio: undefined })
  })

  it('makes a WAV file of pcm, wherever it is cut, and says before its end that it has begun', async () => {
    const gate = createGate()
    const samples = Buffer.from(Int16Array.of(1, -2, 300, -32_768).buffer)
    const chunks = [samples.subarray(0, 3), gate, samples.subarray(3)]
    await using opened = await open({ [route]: audio('audio/pcm', chunks) } as Routes)
    const { speech, server } = opened
    speech.speak({ input: 'Hello', response_format: 'pcm' })
    expect(await until(speech, ({ firstAudioMs }) => firstAudioMs !== undefined)).toMatchObject({ status: 'loading' })
    gate.open()
    const { audio: blob } = await until(speech, ({ status }) => status === 'done')
    const bytes = Buffer.from(await blob!.arrayBuffer())
    expect(server.requests[0]!.json()).toEqual({ input: 'Hello', response_format: 'pcm' })
    expect(blob!.type).toBe('audio/wav')
    expect([bytes.readUInt32LE(4), bytes.readUInt32LE(24), bytes.readUInt32LE(40)]).toEqual([44, 24_000, 8])
    expect(bytes.subarray(44)).toEqual(samples)
  })

  it('forgets the speech that another one replaces', async () => {
    const reply = audio('audio/mpeg', ['second'])
    await using opened = await open({ [route]: [{ beforeHeaders: 'stall' }, reply] } as Routes)
    opened.speech.speak('One')
    await opened.server.nextRequest()
    opened.speech.speak('Two')
    expect(await (await until(opened.speech, ({ status }) => status === 'done')).audio?.text()).toBe('second')
  })

  it('reports an error, and nothing of audio that was cut off', async () => {
    const errors: unknown[] = []
    const routes = {
      [route]: [
        { status: 402, json: { detail: 'top up' } },
        { ...audio('audio/pcm', ['123456']), dropAt: 4 },
      ],
    }
    await using opened = await open(routes as Routes, { onError: (error) => errors.push(error) })
    const { speech } = opened
    speech.speak('Hello')
    const { error } = await until(speech, ({ status }) => status === 'error')
    expect([error, errors]).toMatchObject([{ code: 'insufficient_balance' }, [{ code: 'insufficient_balance' }]])
    speech.speak({ input: 'Hello', response_format: 'pcm' })
    expect(await until(speech, ({ status }) => status === 'error')).toMatchObject({
      error: { code: 'stream_interrupted' },
      audio: undefined,
      firstAudioMs: undefined,
    })
  })

  it('rejects unknown options', () => {
    const client = createClient({ baseUrl: 'http://127.0.0.1:1' })
    expect(() => createSpeechStore(client, { play: false } as never)).toThrow(/play is unknown/)
  })
})
