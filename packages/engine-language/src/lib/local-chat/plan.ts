import type { ChatRequest } from '@mira/engine'
import { answerInWords, type Trace } from './answer.ts'
import { answerInJson } from './answer-json.ts'
import { applyInstructions } from './apply-instructions.ts'
import type { SchemaDocument } from './json/schema-document.ts'
import type { SkillContext } from './skills/skill.ts'
import { formatResults } from './tools/format-results.ts'
import type { LocalTool } from './tools/local-tool.ts'
import { type PlannedCall, planCalls } from './tools/plan-calls.ts'

/** Planned response: text or tool calls. */
export type Plan =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'calls'; readonly calls: readonly PlannedCall[] }

/** Request to plan, with its schemas read. */
export interface PlanRequest extends Pick<ChatRequest, 'responseFormat' | 'toolChoice' | 'parallelToolCalls'> {
  readonly tools: readonly LocalTool[]
  /** Schema of the response format `json_schema`. */
  readonly schema: SchemaDocument | undefined
  /** Descriptions of the images of the question; undefined if there is no vision engine. */
  readonly imageDescriptions: readonly string[] | undefined
}

/** Plans the response to a request. */
export async function planAnswer(request: PlanRequest, context: SkillContext, trace: Trace): Promise<Plan> {
  const { images, results } = context.conversation
  if (images.length > 0) return { kind: 'text', text: answerImages(context, request.imageDescriptions) }
  const calls = results.length === 0 ? await planCalls(request, context, trace) : undefined
  if (calls && 'calls' in calls) return { kind: 'calls', calls: calls.calls }
  if (calls) return { kind: 'text', text: applyInstructions({ text: calls.question }, context.instructions) }
  return { kind: 'text', text: await compose(request, context, trace) }
}

async function compose(request: PlanRequest, context: SkillContext, trace: Trace): Promise<string> {
  const { instructions, conversation } = context
  const format = request.responseFormat?.type ?? 'text'
  if (format !== 'text' || instructions.wantsJson) return answerInJson(context, request.schema, trace)
  if (conversation.results.length > 0) {
    trace(`tools answered: ${conversation.results.map(({ name }) => name).join(', ')}`)
    return applyInstructions(
      { text: formatResults(conversation.results, conversation.question).join('\n') },
      instructions,
    )
  }
  return applyInstructions(await answerInWords(context, trace), instructions)
}

function answerImages({ instructions }: SkillContext, descriptions: readonly string[] | undefined): string {
  if (!descriptions) return 'I cannot see pictures: no vision engine is attached to this chat engine.'
  return applyInstructions({ text: descriptions.join('\n') }, instructions)
}
