import { expect, it } from 'vitest'
import { EngineInputError, EngineUnavailableError } from '../engine.ts'
import { decodeThreadError, encodeThreadError } from './thread-error.ts'

/** As it arrives on the other side. */
const cross = (error: unknown) => decodeThreadError(structuredClone(encodeThreadError(error)))

it.each([
  new EngineInputError('prompt must not be empty', 'prompt', { code: 'empty' }),
  new EngineInputError('The seed is odd'),
  new EngineUnavailableError('All voices are in use', { code: 'busy', status: 503, retryAfterSeconds: 7 }),
  new EngineUnavailableError('The upstream failed'),
])('brings %s over with its class and its fields', (error) => {
  const brought = cross(error)
  expect(brought).toBeInstanceOf(error.constructor)
  expect({ ...brought }).toEqual({ ...error })
  expect(brought.message).toBe(error.message)
})

it.each([new RangeError('out of range'), 'out of range'])('brings %j over as a failure', (error) => {
  expect(cross(error)).toMatchObject({ message: 'out of range', code: 'failed', status: 500 })
  expect(cross(error)).toBeInstanceOf(EngineUnavailableError)
})
