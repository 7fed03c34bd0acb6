import type { Attributes } from '@opentelemetry/api'
import type { EngineCall } from './server-metrics.ts'

/** Operation names of OpenTelemetry's conventions for generative AI; other capabilities have no specific name. */
const operationNames: Readonly<Record<string, string>> = { chat: 'chat', embeddings: 'embeddings' }

/** Returns the span name and attributes of an engine request, without user content. */
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

/** Returns the span attributes of a result or of one of its events: tokens and finish reason. */
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

/** Returns whether an event is the last one of a chat. */
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
