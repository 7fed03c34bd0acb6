import { APICallError, InvalidArgumentError, UnsupportedFunctionalityError } from '@ai-sdk/provider'
import type { RecordedRequest, Reply } from '@mira/test-server'
import { describe, expect, it } from 'vitest'
import { startModels } from './models.test-support.ts'

const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3, 4])
const noOptions = {
  aspectRatio: undefined,
  seed: undefined,
  size: undefined,
  files: undefined,
  mask: undefined,
  providerOptions: {},
}

describe('an image model', () => {
  const generated = 'POST /v1/images/generate'
  const edited = 'POST /v1/images/edit'

  it('returns base64 as sent, with the metadata and usage of the images', async () => {
    const usage = { input_tokens: 1, output_tokens: 2, total_tokens: 3 }
    const data = [{ b64_json: 'AQI=', revised_prompt: 'Маяк' }]
    await using models = await startModels({ [generated]: { json: { created: 1, data, usage } } })
    const options = { ...noOptions, prompt: 'Маяк', n: 1, size: '1024x1024', seed: 7 } as const
    const providerOptions = { mira: { quality: 'high' } }
    const result = await models.mira.imageModel('mira-image').doGenerate({ ...options, providerOptions })
    expect(result).toMatchObject({
      images: ['AQI='],
      warnings: [],
      providerMetadata: { mira: { images: [{ revised_prompt: 'Маяк' }] } },
      response: { modelId: 'mira-image', timestamp: expect.any(Date), headers: { 'content-type': 'application/json' } },
      usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 },
    })
    expect(models.server.requests[0]?.json()).toEqual({
      model: 'mira-image',
      prompt: 'Маяк',
      n: 1,
      size: '1024x1024',
      seed: 7,
      quality: 'high',
    })
  })

  it('reads images at URLs, with the key only where it belongs', async () => {
    const reply = ({ headers }: RecordedRequest): Reply => ({
      json: { data: [{ url: `http://${headers.host}/a.png` }] },
    })
    await using models = await startModels({ [generated]: reply, 'GET /a.png': { bytes: png } })
    const result = await models.mira.imageModel('i').doGenerate({ ...noOptions, prompt: 'x', n: 1, aspectRatio: '1:1' })
    expect(result.images).toEqual([png])
    expect(result.providerMetadata?.mira).toEqual({ images: [{}] })
    expect(result.warnings).toMatchObject([{ type: 'unsupported', feature: 'aspectRatio' }])
  })

  it('never generates again because an image cannot be read', async () => {
    const data = [{ url: 'http://127.0.0.1:9/gone.png' }]
    await using models = await startModels({ [generated]: { json: { data } } }, { retry: false })
    const call = models.mira.imageModel('i').doGenerate({ ...noOptions, prompt: 'x', n: 1 })
    const error = await Promise.resolve(call).catch((thrown) => thrown)
    expect(APICallError.isInstance(error)).toBe(true)
    expect(error).toMatchObject({ isRetryable: false, cause: { partial: { data } } })
    expect(JSON.stringify(error.requestBodyValues)).not.toContain('gone.png')
  })

  it('edits files, with a mask', async () => {
    await using models = await startModels({ [edited]: { json: { data: [{ b64_json: 'AQI=' }] } } })
    const file = { type: 'file', data: png, mediaType: 'image/png' } as const
    const files = [file, { type: 'url', url: 'https://a.example/b.png' } as const]
    const mask = { ...file, data: 'iVBORw0KGgoBAgME' }
    await models.mira.imageModel('i').doGenerate({ ...noOptions, prompt: 'Ярче', n: 1, files, mask })
    const uri = 'data:image/png;base64,iVBORw0KGgoBAgME'
    expect(models.server.requests[0]?.json()).toEqual({
      model: 'i',
      prompt: 'Ярче',
      n: 1,
      reference_images: [uri, 'https://a.example/b.png'],
      mask: uri,
    })
  })

  it.each([{ prompt: undefined }, { prompt: 'x', mask: { type: 'url', url: 'https://a.example/b.png' } as const }])(
    'refuses %j',
    async (options) => {
      await using models = await startModels({})
      const call = models.mira.imageModel('i').doGenerate({ ...noOptions, n: 1, ...options })
      const error = await Promise.resolve(call).catch((thrown) => thrown)
      expect(UnsupportedFunctionalityError.isInstance(error)).toBe(true)
    },
  )
})

describe('a speech model', () => {
  const route = 'POST /v1/audio/speech'

  it('sends the settings of the call and returns the audio', async () => {
    const headers = { 'content-type': 'audio/wav', 'x-mira-unknown-fields': 'instructions: unknown field' }
    await using models = await startModels({ [route]: { bytes: png, headers } })
    const result = await models.mira.speechModel('mira-voice').doGenerate({
      text: 'Доброе утро',
      voice: 'aria',
      outputFormat: 'wav',
      instructions: 'Медленно',
      speed: 0.5,
      language: 'ru',
    })
    expect(models.server.requests[0]?.json()).toEqual({
      model: 'mira-voice',
      input: 'Доброе утро',
      voice: 'aria',
      response_format: 'wav',
      instructions: 'Медленно',
      speed: 0.5,
      language: 'ru',
    })
    expect(result).toMatchObject({
      audio: png,
      warnings: [{ type: 'other', message: 'Fields without effect on the server: instructions: unknown field' }],
      response: { modelId: 'mira-voice', headers: { 'content-type': 'audio/wav' } },
    })
  })

  it('lets the server detect the language', async () => {
    await using models = await startModels({ [route]: { bytes: png, headers: { 'content-type': 'audio/mpeg' } } })
    await models.mira.speechModel('v').doGenerate({ text: 'x', language: 'auto' })
    expect(models.server.requests[0]?.json()).toEqual({ model: 'v', input: 'x' })
  })

  it('never passes for complete if it is cut', async () => {
    const headers = { 'content-type': 'audio/mpeg' }
    await using models = await startModels({ [route]: { bytes: png, headers, dropAt: 5 } })
    const call = models.mira.speechModel('v').doGenerate({ text: 'x' })
    await expect(call).rejects.toMatchObject({ cause: { code: 'stream_interrupted' }, isRetryable: false })
    expect(models.server.requests).toHaveLength(1)
  })
})

describe('a transcription model', () => {
  const route = 'POST /v1/audio/transcribe'
  const wav = Buffer.from('RIFF____WAVEfmt ')
  const transcript = {
    text: 'Доброе утро',
    language: 'ru-RU',
    duration: 2.5,
    segments: [{ start: 0, end: 2, text: 'Доброе утро' }],
    words: [{ start: 0, end: 1, word: 'доброе' }],
  }

  it.each([
    ['bytes', new Uint8Array(wav), 'audio/wav'],
    ['base64, of a type that is detected', wav.toString('base64'), 'audio/*'],
  ])('sends %s, and returns text, times and language', async (_, audio, mediaType) => {
    await using models = await startModels({ [route]: { json: transcript } })
    const model = models.mira.transcriptionModel('mira-transcribe')
    const providerOptions = { mira: { prompt: 'Ёжик' } }
    const result = await model.doGenerate({ audio, mediaType, timestampGranularities: ['word'], providerOptions })
    expect(result).toMatchObject({
      text: 'Доброе утро',
      segments: [{ text: 'Доброе утро', startSecond: 0, endSecond: 2 }],
      words: [{ text: 'доброе', startSecond: 0, endSecond: 1 }],
      language: 'ru',
      durationInSeconds: 2.5,
      warnings: [],
      response: { modelId: 'mira-transcribe', timestamp: expect.any(Date) },
    })
    const form = await models.server.requests[0]!.formData()
    expect([form.get('model'), form.get('response_format'), form.get('prompt')]).toEqual([
      'mira-transcribe',
      'verbose_json',
      'Ёжик',
    ])
    expect(form.get('file')).toMatchObject({ name: 'file.wav', type: 'audio/wav', size: wav.length })
    expect(form.getAll('timestamp_granularities[]')).toEqual(['segment', 'word'])
  })

  it('warns of words that the server does not send', async () => {
    await using models = await startModels({ [route]: { json: { text: 'Да' } } })
    const options = { audio: new Uint8Array(wav), mediaType: 'audio/wav' }
    const model = models.mira.transcriptionModel('t')
    const result = await model.doGenerate({ ...options, timestampGranularities: ['word'] })
    expect(result).toMatchObject({ text: 'Да', segments: [], language: undefined, durationInSeconds: undefined })
    expect(result.warnings).toMatchObject([{ type: 'unsupported', feature: 'timestampGranularities' }])
    expect((await model.doGenerate(options)).warnings).toEqual([])
  })
})

describe('a video model', () => {
  const options = {
    ...{ prompt: 'Лодка', n: 1, aspectRatio: undefined, resolution: undefined, duration: undefined, fps: undefined },
    ...{ seed: undefined, image: undefined, frameImages: undefined, inputReferences: undefined },
    ...{ generateAudio: undefined, providerOptions: {} },
  }
  const started = 'POST /v1/video/generate'

  it('starts a job, whose reference is JSON', async () => {
    await using models = await startModels({ [started]: { status: 202, json: { id: 'v1', status: 'queued' } } })
    const model = models.mira.videoModel('mira-video')
    const image = { type: 'file', data: png, mediaType: 'image/png' } as const
    const all = { aspectRatio: '9:16', resolution: '1080x1920', duration: 10, seed: 7, image } as const
    const webhookUrl = 'https://a.example/hook'
    const { operation, warnings } = await model.doStart!({ ...options, ...all, webhookUrl })
    expect(JSON.parse(JSON.stringify(operation))).toMatchObject({ kind: 'video', id: 'v1' })
    expect(warnings).toEqual([])
    expect(models.server.requests[0]?.json()).toEqual({
      prompt: 'Лодка',
      aspect_ratio: '9:16',
      resolution: '1080p',
      duration_seconds: 10,
      seed: 7,
      webhook_url: webhookUrl,
      first_frame: 'data:image/png;base64,iVBORw0KGgoBAgME',
    })
  })

  it('warns of what the wire does not have', async () => {
    await using models = await startModels({ [started]: { json: { id: 'v1' } } })
    const image = { type: 'url', url: 'https://a.example/b.png' } as const
    const { warnings } = await models.mira.videoModel('v').doStart!({
      ...options,
      aspectRatio: 'adaptive',
      fps: 24,
      generateAudio: true,
      inputReferences: [image],
      frameImages: [
        { image, frameType: 'first_frame' },
        { image, frameType: 'last_frame' },
      ],
    })
    expect(warnings.map((warning) => 'feature' in warning && warning.feature).sort()).toEqual([
      'aspectRatio adaptive',
      'fps',
      'frameImages with the last frame',
      'generateAudio',
      'inputReferences',
    ])
    expect(models.server.requests[0]?.json()).toEqual({ prompt: 'Лодка', first_frame: 'https://a.example/b.png' })
  })

  it('is not started twice when the response is lost, with the key of the caller', async () => {
    const replies: Reply[] = [{ beforeHeaders: 'reset' }, { json: { id: 'v1' } }]
    await using models = await startModels({ [started]: replies })
    const model = models.mira.videoModel('v')
    await expect(model.doStart!({ ...options, headers: { 'Idempotency-Key': 'k1' } })).rejects.toMatchObject({
      isRetryable: false,
    })
    expect(models.server.requests.map(({ headers }) => headers['idempotency-key'])).toEqual(['k1'])
  })

  it.each([
    [{ status: 'queued' }, { status: 'pending' }],
    [
      { status: 'running', progress: 0.5 },
      { status: 'pending', providerMetadata: { mira: { progress: 0.5 } } },
    ],
    [
      { status: 'failed', error: { message: 'Нельзя' } },
      { status: 'error', error: 'Нельзя' },
    ],
    [{ status: 'canceled' }, { status: 'error', error: 'The generation was canceled.' }],
    [
      { status: 'succeeded', video_url: '/media/v1.mp4' },
      { status: 'completed', videos: [{ type: 'binary', data: png, mediaType: 'video/mp4' }] },
    ],
  ])('reads the state %j in any process', async (json, status) => {
    const file: Reply = { bytes: png, headers: { 'content-type': 'video/mp4' } }
    await using models = await startModels({ 'GET /v1/video/v1': { json }, 'GET /media/v1.mp4': file })
    const operation = JSON.parse('{"kind":"video","id":"v1"}')
    expect(await models.mira.videoModel('v').doStatus!({ operation })).toMatchObject(status)
  })

  it.each([null, 7, {}, { kind: 'music', id: 'm1' }])('refuses the reference %j', async (operation) => {
    await using models = await startModels({})
    const call = Promise.resolve(models.mira.videoModel('v').doStatus!({ operation }))
    expect(InvalidArgumentError.isInstance(await call.catch((thrown) => thrown))).toBe(true)
  })

  it('refuses a generation without a prompt', async () => {
    await using models = await startModels({})
    const call = Promise.resolve(models.mira.videoModel('v').doStart!({ ...options, prompt: undefined }))
    expect(UnsupportedFunctionalityError.isInstance(await call.catch((thrown) => thrown))).toBe(true)
  })
})
