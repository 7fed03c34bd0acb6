import { type ChatEngine, type ChatRequest, EngineInputError, EngineUnavailableError } from '@mira/engine'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { collect } from '../../../../engine/test/chat-conformance.ts'
import { watchChildProcesses } from '../../../../engine/test/child-processes.ts'
import { createLocalChatEngine } from './local-chat-engine.ts'

// Its own process: the shared one may start a spare process for tests before.
const engine = createLocalChatEngine({ worker: {} })
afterAll(() => engine.close())

/** Text whose sentences take longer to compare than the deadline. */
const clauses = ', and another one from the south follows it on the same track before the evening'.repeat(6)
const sentences = Array.from({ length: 400 }, (_, index) => `The train number ${index} leaves at noon${clauses}.`)
const longText = `Summarize in 2 sentences: ${sentences.join(' ')}`

describe('process of mira-local', () => {
  const answer = async (engine: ChatEngine, content: string, schema?: object, caller = 'ann') => {
    const request: ChatRequest = { model: 'mira', messages: [{ role: 'user', content }] }
    const responseFormat = schema && { type: 'json_schema' as const, name: 'it', schema: { ...schema } }
    const { text } = await collect(engine.generate({ ...request, responseFormat }, { caller }))
    return text
  }

  it('ends requests at their deadline', async () => {
    const hasty = createLocalChatEngine({ worker: { deadlineMs: 1 } })
    onTestFinished(() => hasty.close())
    const failure = await answer(hasty, longText).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(EngineUnavailableError)
    expect(failure).toMatchObject({ status: 504, code: 'deadline_exceeded' })
  })

  it('answers another caller before the next request of one whose last was ended', async () => {
    const hasty = createLocalChatEngine({ worker: { deadlineMs: 1 } })
    onTestFinished(() => hasty.close())
    const slow = [answer(hasty, longText), answer(hasty, longText)]
    const ended = Promise.allSettled(slow).then(() => 'all of ann')
    // No request meets the deadline; only the order counts.
    const other = Promise.allSettled([answer(hasty, 'Hello', undefined, 'bob')]).then(() => 'bob')
    expect(await Promise.race([ended, other])).toBe('bob')
  })

  it('answers another caller while a request of one does not end', async () => {
    const patient = createLocalChatEngine({ worker: { deadlineMs: 600_000 } })
    const order: string[] = []
    const slow = answer(patient, Array.from({ length: 4 }, () => longText).join(' ')).catch(() => order.push('ann'))
    order.push(await answer(patient, 'Hello', undefined, 'bob').then(() => 'bob'))
    await patient.close()
    await slow
    expect(order).toEqual(['bob', 'ann'])
  })

  it.each(['9^9^9^9', '99999999!'])('refuses %j without waiting for the deadline', async (formula) => {
    expect(await answer(engine, `Calculate ${formula}`)).toContain('no language model is configured')
  })

  it.each([3_000, 100_000])('refuses a schema of %i levels, and keeps its process', async (levels) => {
    await answer(engine, 'Hello')
    using processes = watchChildProcesses()
    let schema: object = { type: 'string' }
    for (let level = 0; level < levels; level++) schema = { type: 'object', properties: { a: schema }, required: ['a'] }
    expect(await answer(engine, 'Hello', schema).catch((error: unknown) => error)).toBeInstanceOf(EngineInputError)
    expect(await answer(engine, 'Hello')).toContain('Hello')
    expect(processes.startedCount).toBe(0)
  })

  it('reads its clock and time zone once per request', async () => {
    let hour = 8
    const clock = createLocalChatEngine({ now: () => new Date(Date.UTC(2026, 10, 23, ++hour)), timeZone: 'Asia/Tokyo' })
    onTestFinished(() => clock.close())
    expect(await answer(clock, 'What time is it?')).toContain('18:00')
    expect(await answer(clock, 'What time is it?')).toContain('19:00')
  })

  it('rejects calls under way when it is closed, and those after it, while the others go on', async () => {
    const closed = createLocalChatEngine()
    const pending = expect(answer(closed, 'Hello')).rejects.toMatchObject({ code: 'closed' })
    await closed.close()
    await pending
    await expect(answer(closed, 'Hello')).rejects.toMatchObject({ code: 'closed' })
    await expect(closed.countTokens('Hello')).rejects.toMatchObject({ code: 'closed' })
    expect(await answer(engine, 'Hello')).toContain('Hello')
  })
})
