import { createHash } from 'node:crypto'
import type { ChatEvent, ChatRequest } from '@mira/engine'
import { WordNet } from '@mira/engine-lexicon'
import type { ChatTask } from '../language-task.ts'
import type { SentenceEncoder } from '../sentence-encoder/sentence-encoder.ts'
import { readConversation } from './conversation.ts'
import { countPrompt } from './count-prompt.ts'
import { readInstructions } from './instructions.ts'
import { readSchema } from './json/read-schema.ts'
import { Meaning } from './meaning.ts'
import { models } from './models.ts'
import { Output } from './output.ts'
import { type Plan, planAnswer } from './plan.ts'
import { Calculator } from './skills/arithmetic/calculator.ts'
import { readTools } from './tools/local-tool.ts'

/** Circumstances of an answer. */
interface Conditions extends Pick<ChatTask, 'imageDescriptions' | 'now' | 'timeZone'> {
  readonly calculator: Calculator
  readonly signal: AbortSignal
}

/** Generates chat responses in the process of the sentence encoder. */
export class ChatAnswerer {
  readonly #encoder: SentenceEncoder
  readonly #meaning: Meaning
  readonly #wordNet = new WordNet()

  constructor(encoder: SentenceEncoder) {
    this.#encoder = encoder
    this.#meaning = new Meaning(encoder)
  }

  /** Returns the events of the response, which is complete before the first event. */
  async answer(task: ChatTask, signal: AbortSignal): Promise<readonly ChatEvent[]> {
    const request = JSON.parse(task.request) as ChatRequest
    const maxTokens = request.maxTokens ?? models.find(({ id }) => id === request.model)?.maxOutputTokens ?? 4_096
    const output = new Output(this.#encoder, { maxTokens, stop: request.stop ?? [] })
    const trace: string[] = []
    const calculator = new Calculator()
    const plan = await this.#plan(request, { ...task, calculator, signal }, (line) => trace.push(line))
    const events: ChatEvent[] = []
    if (request.model === 'mira-thinking')
      for (const text of output.reason(`${trace.join('\n')}\n`)) events.push({ type: 'reasoning', text })
    if (plan.kind === 'calls') events.push(...writeCalls(plan, request, output))
    else for (const text of output.write(plan.text)) events.push({ type: 'text', text })
    const reason = output.ended ?? (plan.kind === 'calls' ? 'tool_calls' : 'stop')
    events.push({ type: 'finish', reason, usage: output.usage(countPrompt(this.#encoder, request)) })
    // After the response is sent.
    setImmediate(() => calculator.prepareNext())
    return events
  }

  #plan(
    request: ChatRequest,
    { imageDescriptions, now, timeZone, calculator, signal }: Conditions,
    trace: (line: string) => void,
  ): Promise<Plan> {
    const { responseFormat } = request
    const tools = readTools(request.tools ?? [])
    const schema =
      responseFormat?.type === 'json_schema' ? readSchema(responseFormat.schema, 'response_format') : undefined
    const conversation = readConversation(request)
    const context = {
      text: conversation.question,
      conversation,
      instructions: readInstructions(conversation),
      extractor: { meaning: this.#meaning, wordNet: this.#wordNet, now, timeZone, signal },
      calculator,
      isSpoken: request.isSpoken === true,
    }
    return planAnswer({ ...request, tools, schema, imageDescriptions }, context, trace)
  }
}

function* writeCalls(
  { calls }: Plan & { kind: 'calls' },
  request: ChatRequest,
  output: Output,
): Generator<ChatEvent, void, undefined> {
  // Derived from the messages: the same request returns the same IDs, and each turn of a conversation has different
  // ones.
  const seed = createHash('sha256').update(JSON.stringify(request.messages))
  for (const [index, call] of calls.entries()) {
    const id = `call_${seed.copy().update(`${index}`).digest('hex').slice(0, 24)}`
    yield { type: 'tool_call', index, id, name: call.name, arguments: '' }
    for (const fragment of output.call(JSON.stringify(call.arguments)))
      yield { type: 'tool_call', index, arguments: fragment }
    if (output.ended) return
  }
}
