import { EngineUnavailableError, type TranscriptionEngine } from '@mira/engine'
import { expect, it } from 'vitest'
import { createEngineRegistry } from '../inference/engines.ts'
import { createDurationEngine } from '../test-support/audio-engines.test-support.ts'
import { RecognizerPool } from './recognizer-pool.ts'

const { signal } = new AbortController()

function openPool(engine: TranscriptionEngine) {
  return new RecognizerPool(createEngineRegistry({ transcription: engine }).transcription)
}

it('lets a speaker wait while the engine is busy, and serves it with the next recognizer that is free', async () => {
  const pool = openPool(createDurationEngine({ maxStreams: 2 }))
  const [first, second] = await Promise.all([pool.lease(signal), pool.lease(signal)])
  const third = pool.lease(signal)
  const fourth = pool.lease(signal)
  first.release()
  expect((await third).stream).toBe(first.stream)
  second.release()
  expect((await fourth).stream).toBe(second.stream)
  await pool.close()
})

it('refuses a speaker when the engine fails for another reason, though another is speaking', async () => {
  const engine = createDurationEngine({ maxStreams: 1 })
  const openStream = engine.openStream.bind(engine)
  let isClosed = false
  const pool = openPool({
    ...engine,
    openStream: async (options) => {
      // Same status as a busy engine.
      if (isClosed) throw new EngineUnavailableError('The engine is closed', { code: 'closed', status: 503 })
      return openStream(options)
    },
  })
  await pool.lease(signal)
  isClosed = true
  await expect(pool.lease(signal)).rejects.toMatchObject({ code: 'closed' })
  await pool.close()
})
