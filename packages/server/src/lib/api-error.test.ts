import { z } from '@hono/zod-openapi'
import { EngineInputError, EngineUnavailableError } from '@mira/engine'
import { describe, expect, it } from 'vitest'
import { ApiError, fieldError, toApiError } from './api-error.ts'
import { invalidRequest } from './wire/describe-issues.ts'

describe('toApiError', () => {
  // Each message uses the field name in another sense, omits it, or mentions a field that is not the invalid one.
  it.each([
    { message: 'The context is beyond the window', field: 'text' },
    { message: 'Too many words', field: 'prompt' },
    { message: 'voice: not beside a language', field: 'language' },
    { message: 'model: none is loaded', field: undefined },
  ])('takes field $field from the error, and its message "$message" as it is', ({ message, field }) => {
    const error = new EngineInputError(message, field)
    expect(toApiError(error)).toMatchObject({ status: 400, message, param: field, cause: error })
  })

  it.each([
    { thrown: new EngineUnavailableError('Busy', { status: 503, retryAfterSeconds: 7 }), status: 503, told: 'Busy' },
    { thrown: new EngineUnavailableError('Refused', { status: 401 }), status: 502, told: 'Refused' },
    { thrown: new Error('secret: internals'), status: 500, told: 'Internal server error' },
  ])('answers $thrown with $status', ({ thrown, status, told }) => {
    expect(toApiError(thrown)).toMatchObject({ status, message: told, param: undefined })
  })

  it('leaves an ApiError as it is', () => {
    const error = new ApiError(400, 'Note: this is no field')
    expect(toApiError(error)).toBe(error)
    expect(error.param).toBeUndefined()
  })
})

it('names the field of a refusal in its message and beside it', () => {
  expect(fieldError('session.voice', 'unknown')).toMatchObject({
    status: 400,
    message: 'session.voice: unknown',
    param: 'session.voice',
  })
})

describe('invalidRequest', () => {
  const schema = z.object({ items: z.array(z.object({ 'content-type': z.union([z.string(), z.number()]) })) })
  it.each([
    { body: { items: [{ 'content-type': null }] }, param: 'items[0].content-type' },
    { body: {}, param: 'items' },
    { body: { items: 7n }, param: 'items' },
    { body: { items: Symbol('x') }, param: 'items' },
    { body: 5, param: undefined },
  ])('of $body names $param', ({ body, param }) => {
    const { issues } = schema.safeParse(body).error!
    const error = invalidRequest(422, issues, body)
    expect(error).toMatchObject({ status: 422, param })
    expect(error.message).toMatch(`${param ?? 'body'}: `)
  })
})

it.each([
  [0, 1],
  [-5, 1],
  [0.2, 1],
  [1.5, 2],
  [60, 60],
  [undefined, undefined],
])('a retry after %d s is announced as %d', (retryAfterSeconds, expected) => {
  expect(new ApiError(503, 'busy', { retryAfterSeconds }).retryAfterSeconds).toBe(expected)
})
