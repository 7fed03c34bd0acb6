import type { Attributes } from '@opentelemetry/api'
import type { EngineCall } from './server-metrics.ts'

/** Names of OpenTelemetry's conventions for generative AI; the rest of the work has none of its own. */
const operationNames: Readonly<Record<string, string>> = { chat: 'chat', embeddings: 'embeddings' }

/** What a span may say of the work that an engine is given: never what a user wrote. */
export function describeRequest({ capability, operation }: EngineCall, request: unknown) {
  const { model, maxTokens, temperature, topP, seed } = toRecord(request)
  const name = operationNames[capability] ?? 'generate_content'
  const attributes: Attributes = {
    'gen_ai.operation.name': name,
    'gen_ai.provider.name': 'mira',
    'mira.engine.capability': capability,
    'mira.engine.operation': operation,
    'gen_ai.request.model': toText(model),
    'gen_ai.request.max_tokens': toNumber(maxTokens),
    'gen_ai.request.temperature': toNumber(temperature),
    'gen_ai.request.top_p': toNumber(topP),
    'gen_ai.request.seed': toNumber(seed),
  }
  return { name: `${name} ${toText(model) ?? capability}`, attributes }
}

/** What a span may say of a result, or of one event of it: tokens and why it ended. */
export function describeResult(result: unknown): Attributes {
  const { reason, usage, tokens } = toRecord(result)
  if (isFinish(result)) {
    const { promptTokens, completionTokens } = toRecord(usage)
    return {
      'gen_ai.response.finish_reasons': [String(reason)],
      'gen_ai.usage.input_tokens': toNumber(promptTokens),
      'gen_ai.usage.output_tokens': toNumber(completionTokens),
    }
  }
  return { 'gen_ai.usage.input_tokens': toNumber(tokens) }
}

/** Whether an event of a chat is its last. */
export function isFinish(event: unknown): boolean {
  return toRecord(event).type === 'finish'
}

function toRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function toText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function toNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}
