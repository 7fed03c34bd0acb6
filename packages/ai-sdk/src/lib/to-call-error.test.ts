import { inspect } from 'node:util'
import { APICallError, NoSuchModelError } from '@ai-sdk/provider'
import type { ClientOptions } from '@mira/core'
import type { ReplyScript } from '@mira/test-server'
import { generateText } from 'ai'
import { describe, expect, it } from 'vitest'
import { completion, hello, startModels } from './models.test-support.ts'

const route = 'POST /v1/chat/completions'
const model = { detail: 'no such model', error: { message: 'no such model', code: 'model_not_found' } }

async function fail(reply: ReplyScript, options: ClientOptions = {}) {
  await using models = await startModels({ [route]: reply }, options)
  const call = models.mira('mira').doGenerate({ prompt: hello })
  const error = await Promise.resolve(call).catch((thrown: unknown) => thrown)
  return { error: error as APICallError, requests: models.server.requests.length, url: models.server.url }
}

describe('an error of the server', () => {
  it('is an APICallError with all that is known of it', async () => {
    const json = { detail: 'Слишком много запросов' }
    const headers = {
      'x-request-id': 'r1',
      'retry-after': '90',
      'x-ratelimit-limit': '5',
      'x-ratelimit-remaining': '0',
    }
    const { error, url } = await fail({ status: 429, json, headers })
    expect(APICallError.isInstance(error)).toBe(true)
    expect(error).toMatchObject({
      message: expect.stringContaining('Слишком много запросов'),
      statusCode: 429,
      url: `${url}/v1/chat/completions`,
      requestBodyValues: { model: 'mira', messages: [{ role: 'user', content: 'Привет' }] },
      responseHeaders: {
        'x-request-id': 'r1',
        'retry-after-ms': '90000',
        'x-ratelimit-limit': '5',
        'x-ratelimit-remaining': '0',
      },
      responseBody: JSON.stringify(json),
      data: json,
      cause: { code: 'rate_limited', retryable: true, retryAfterMs: 90_000 },
    })
  })

  it('has text that was not JSON', async () => {
    const { error } = await fail({ status: 400, text: 'Плохо' })
    expect(error).toMatchObject({ statusCode: 400, responseBody: 'Плохо', isRetryable: false })
  })

  it.each([404, 400])('with status %i names an unknown model only if the server does', async (status) => {
    const { error } = await fail({ status, json: model })
    expect(NoSuchModelError.isInstance(error) && error).toMatchObject({ modelId: 'mira', modelType: 'languageModel' })
    const { error: other } = await fail({ status, json: { detail: 'Not Found' } })
    expect(NoSuchModelError.isInstance(other)).toBe(false)
  })

  it('of the connection has no status', async () => {
    const { error } = await fail({ beforeHeaders: 'reset' }, { retry: false })
    expect(APICallError.isInstance(error) && error.statusCode).toBeUndefined()
    expect(error).toMatchObject({ isRetryable: true, cause: { code: 'connection_failed' } })
  })
})

describe('retries', () => {
  const down: ReplyScript = { status: 503, json: {} }

  it('are those of the client, not on top of them', async () => {
    await using models = await startModels({ [route]: down })
    const call = generateText({ model: models.mira('mira'), prompt: 'x', maxRetries: 5 })
    await expect(call).rejects.toMatchObject({ statusCode: 503, isRetryable: false, cause: { retryable: true } })
    expect(models.server.requests).toHaveLength(3)
  })

  it('are those of the AI SDK if the client has none', async () => {
    const headers = { 'retry-after-ms': '1' }
    const replies = [{ status: 503, json: {}, headers }, { json: completion({ content: 'Да' }) }]
    await using models = await startModels({ [route]: replies }, { retry: false })
    const { text } = await generateText({ model: models.mira('mira'), prompt: 'x' })
    expect(text).toBe('Да')
    expect(models.server.requests).toHaveLength(2)
  })

  it('of neither come before the server allows', async () => {
    const { error, requests } = await fail(
      { status: 503, json: {}, headers: { 'retry-after': '90' } },
      { retry: false },
    )
    expect(requests).toBe(1)
    expect(error.isRetryable).toBe(false)
  })

  it.each([
    ['reset', false],
    [503, true],
    [500, false],
  ] as const)('of billed calls after %s: %s', async (failure, isRetryable) => {
    const reply = typeof failure === 'number' ? { status: failure, json: {} } : ({ beforeHeaders: failure } as const)
    await using models = await startModels({ 'POST /v1/audio/speech': reply }, { retry: false })
    const call = models.mira.speechModel('mira-voice').doGenerate({ text: 'Привет' })
    await expect(call).rejects.toMatchObject({ isRetryable })
  })
})

describe('a secret', () => {
  const apiKey = `sk-mira-${'0123456789'.repeat(4)}`

  it('is neither in errors nor in headers', async () => {
    const echo = { detail: `bad key ${apiKey}` }
    const headers = { 'x-request-id': apiKey, 'x-echo': apiKey }
    const { error } = await fail({ status: 401, json: echo, headers }, { apiKey })
    expect(inspect(error, { depth: 9 })).not.toContain(apiKey)
    expect(JSON.stringify(error)).not.toContain(apiKey)
    await using models = await startModels({ [route]: { json: completion({ content: 'x' }), headers } }, { apiKey })
    const { response, request } = await models.mira('mira').doGenerate({ prompt: hello })
    expect(inspect([response?.headers, request], { depth: 9 })).not.toContain(apiKey)
    expect(inspect(models.mira, { depth: 9, showHidden: true })).not.toContain(apiKey)
  })
})
