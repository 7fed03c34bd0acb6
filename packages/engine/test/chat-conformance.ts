import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ChatEngine, ChatEvent, ChatRequest, ChatTool } from '../src/index.ts'
import { EngineInputError, EngineUnavailableError } from '../src/index.ts'

/** Options for {@link describeChatEngine}. */
export interface ConformanceOptions {
  readonly create: () => Promise<ChatEngine>
  readonly model: string
  /** Token limit of every response, for engines that would never stop. */
  readonly maxTokens?: number | undefined
}

/** Collected response. */
export interface CollectedAnswer {
  readonly text: string
  readonly reasoning: string
  readonly calls: readonly { readonly id: string; readonly name: string; readonly arguments: string }[]
  readonly events: readonly ChatEvent[]
  readonly finish: ChatEvent & { readonly type: 'finish' }
}

/** Collects the events of a response. */
export async function collect(events: AsyncIterable<ChatEvent>): Promise<CollectedAnswer> {
  const all: ChatEvent[] = []
  for await (const event of events) all.push(event)
  const calls: { id: string; name: string; arguments: string }[] = []
  for (const event of all) {
    if (event.type !== 'tool_call') continue
    const call = calls[event.index]
    if (call) call.arguments += event.arguments
    else calls[event.index] = { id: event.id ?? '', name: event.name ?? '', arguments: event.arguments }
  }
  const finish = all.at(-1)
  if (finish?.type !== 'finish') throw new Error('The last event is not finish')
  return { text: textOf(all, 'text'), reasoning: textOf(all, 'reasoning'), calls, events: all, finish }
}

/** Returns the errors of validating a value against a JSON Schema. */
function faultsOf(schema: object, value: unknown): unknown[] {
  const ajv = new Ajv2020({ strict: false, logger: false, allErrors: true })
  return ajv.validate(schema, value) ? [] : (ajv.errors ?? [])
}

function textOf(events: readonly ChatEvent[], type: 'text' | 'reasoning'): string {
  return events.map((event) => (event.type === type ? event.text : '')).join('')
}

const weather: ChatTool = {
  name: 'get_weather',
  description: 'Get the weather for a city',
  parameters: {
    type: 'object',
    properties: { city: { type: 'string', enum: ['Paris', 'Rome'] }, days: { type: 'integer', enum: [1, 2, 3] } },
    required: ['city', 'days'],
    additionalProperties: false,
  },
}

/** Defines the conformance tests that every chat engine must pass. */
export function describeChatEngine(name: string, { create, model, maxTokens }: ConformanceOptions): void {
  describe(`${name} as a chat engine`, () => {
    let engine: ChatEngine
    beforeAll(async () => {
      engine = await create()
    })
    afterAll(() => engine.close())
    const request = (content: string, more: Partial<ChatRequest> = {}): ChatRequest => ({
      model,
      messages: [{ role: 'user', content }],
      seed: 1,
      temperature: 0,
      ...(maxTokens === undefined ? {} : { maxTokens }),
      ...more,
    })
    const counting = 'Count from 1 to 12'

    it('says what it is and which models it answers for', async () => {
      expect(engine.info.description.length).toBeGreaterThan(10)
      const models = await engine.models()
      expect(models.length).toBeGreaterThan(0)
      for (const { contextWindow, maxOutputTokens } of models)
        expect(Math.min(contextWindow, maxOutputTokens)).toBeGreaterThan(0)
    })

    it('streams text in pieces and ends with one finish that counts tokens', async () => {
      const { events, text, finish } = await collect(engine.generate(request(counting)))
      expect(events.filter(({ type }) => type === 'text').length).toBeGreaterThan(2)
      expect(events.filter(({ type }) => type === 'finish')).toHaveLength(1)
      expect(text).not.toBe('')
      expect(finish.usage.promptTokens).toBeGreaterThan(0)
      expect(finish.usage.completionTokens).toBeGreaterThan(0)
    })

    it('ends with length at the limit of tokens', async () => {
      const { finish, text } = await collect(engine.generate(request(counting, { maxTokens: 5 })))
      expect(finish.reason).toBe('length')
      expect(finish.usage.completionTokens).toBeLessThanOrEqual(5)
      expect(text.length).toBeLessThan((await collect(engine.generate(request(counting)))).text.length)
    })

    it('ends before a stop sequence, and does not let it out', async () => {
      const whole = (await collect(engine.generate(request(counting)))).text
      // A substring from the middle, so that it spans chunks. Replacement characters are bytes cut in two.
      const stop = [...whole.replaceAll('�', '')].slice(4, 7).join('')
      const { text, finish } = await collect(engine.generate(request(counting, { stop: [stop] })))
      expect(text).not.toContain(stop)
      expect(whole.startsWith(text.trimEnd())).toBe(true)
      expect(text.length).toBeLessThan(whole.length)
      expect(finish.reason).toBe('stop')
    })

    it('writes JSON that conforms to the schema', async () => {
      const schema = {
        type: 'object',
        properties: {
          color: { type: 'string', enum: ['red', 'blue'] },
          isLarge: { type: 'boolean' },
          size: { type: 'integer', enum: [1, 2] },
        },
        required: ['color', 'isLarge', 'size'],
        additionalProperties: false,
      }
      const format = { type: 'json_schema', name: 'thing', schema } as const
      const { text } = await collect(
        engine.generate(request('A large blue box', { responseFormat: format, maxTokens: 400 })),
      )
      expect(faultsOf(schema, JSON.parse(text))).toEqual([])
    })

    it.each(['required', { name: 'get_weather' }] as const)(
      'calls a tool by its schema when the choice is %j',
      async (toolChoice) => {
        const { calls, finish } = await collect(
          engine.generate(
            request('What will the weather be in Rome for 2 days?', { tools: [weather], toolChoice, maxTokens: 400 }),
          ),
        )
        expect(finish.reason).toBe('tool_calls')
        expect(calls).toHaveLength(1)
        expect(calls[0]).toMatchObject({ name: 'get_weather', id: expect.stringMatching(/\S/) })
        expect(faultsOf(weather.parameters ?? {}, JSON.parse(calls[0]?.arguments ?? ''))).toEqual([])
      },
    )

    it('refuses a choice of a tool that is not there', async () => {
      const wrong = engine.generate(request('Rome', { tools: [weather], toolChoice: { name: 'missing' } }))
      await expect(collect(wrong)).rejects.toBeInstanceOf(EngineInputError)
    })

    it('rejects with the reason of the signal, before the start and in the midst', async () => {
      const reason = new Error('enough')
      await expect(collect(engine.generate(request(counting), { signal: AbortSignal.abort(reason) }))).rejects.toBe(
        reason,
      )
      const controller = new AbortController()
      const read = async () => {
        for await (const event of engine.generate(request(counting), controller))
          if (event.type === 'text') controller.abort(reason)
      }
      await expect(read()).rejects.toBe(reason)
    })

    it('answers again after a reader left early', async () => {
      for await (const event of engine.generate(request(counting))) if (event.type === 'text') break
      expect((await collect(engine.generate(request(counting)))).text).not.toBe('')
    })

    it('is unavailable once closed, and closes twice', async () => {
      const other = await create()
      await other.close()
      await other.close()
      await expect(collect(other.generate(request(counting)))).rejects.toBeInstanceOf(EngineUnavailableError)
    })
  })
}
