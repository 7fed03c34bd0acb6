import { type ChatRequest, type ChatTool, EngineInputError } from '@mira/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { collect } from '../../../../engine/test/chat-conformance.ts'
import { watchChildProcesses } from '../../../../engine/test/child-processes.ts'
import { createLocalChatEngine } from './local-chat-engine.ts'

// Its own process: the shared one may start a spare process for tests before.
const engine = createLocalChatEngine({ worker: {} })
beforeAll(async () => void (await ask('Hello')), 120_000)
afterAll(() => engine.close())

function ask(content: string, more: Partial<ChatRequest> = {}) {
  return collect(engine.generate({ model: 'mira', messages: [{ role: 'user', content }], ...more }))
}

const nestedItems = Array.from({ length: 8 }).reduce<object>((items) => ({ type: 'array', minItems: 100, items }), {
  type: 'string',
})
const toolWith = (parameters: object): ChatTool => ({
  name: 'search',
  description: 'Search',
  parameters: { ...parameters },
})

describe('hostile requests to mira-local', () => {
  it.each([
    { story: 'nested arrays', schema: nestedItems },
    { story: 'no such properties', schema: { properties: [null] } },
    { story: 'a back reference', schema: { type: 'string', pattern: '(a)\\1' } },
  ])('rejects a response format of $story by name, and keeps its process', async ({ schema }) => {
    await ask('Hello')
    using processes = watchChildProcesses()
    const failure = await ask('Hello', {
      responseFormat: { type: 'json_schema', name: 'it', schema: { ...schema } },
    }).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(EngineInputError)
    expect(failure).toMatchObject({ field: 'response_format' })
    expect((await ask('Hello')).text).toContain('Hello')
    expect(processes.startedCount).toBe(0)
  })

  it.each(['auto', 'none', 'required'] as const)(
    'rejects malformed parameters by name when the choice is %s',
    async (toolChoice) => {
      const tools = [toolWith({ type: 'object' }), toolWith({ properties: [null] })]
      const failure = await ask('Hello', { tools, toolChoice }).catch((error: unknown) => error)
      expect(failure).toBeInstanceOf(EngineInputError)
      expect(failure).toMatchObject({ field: 'tools[1].function.parameters' })
    },
  )

  it('answers with a pattern that would backtrack without end', async () => {
    const slow = { type: 'string', pattern: '^(a+)+$', default: `${'a'.repeat(40)}!` }
    const failure = await ask('Hello', { responseFormat: { type: 'json_schema', name: 'it', schema: slow } }).catch(
      (error: unknown) => error,
    )
    expect(failure).toBeInstanceOf(EngineInputError)
    const { default: _, ...possible } = slow
    const { text } = await ask('Hello', { responseFormat: { type: 'json_schema', name: 'it', schema: possible } })
    expect(text).toBe('"a"')
  })

  it('answers with an enum and properties by the hundred', async () => {
    const options = Array.from({ length: 500 }, (_, index) => `option_${index}`)
    const properties = Object.fromEntries(options.map((name) => [name, { type: 'string' }]))
    const schema = { type: 'object', properties: { chosen: { enum: options }, ...properties }, required: ['chosen'] }
    const { text } = await ask('Take option_499', { responseFormat: { type: 'json_schema', name: 'it', schema } })
    expect(JSON.parse(text)).toMatchObject({ chosen: 'option_499' })
  })
})
