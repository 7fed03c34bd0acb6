import type { ChatRequest } from '@mira/engine'
import { answerInWords, type Trace } from './answer.ts'
import { answerInJson } from './answer-json.ts'
import { applyInstructions } from './apply-instructions.ts'
import type { SchemaDocument } from './json/schema-document.ts'
import type { SkillContext } from './skills/skill.ts'
import { formatResults } from './tools/format-results.ts'
import type { LocalTool } from './tools/local-tool.ts'
import { type CallPlan, type PlannedCall, planCalls } from './tools/plan-calls.ts'
import { planNextCalls } from './tools/plan-next-calls.ts'

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

/** Plans the response to a request. The contract holds in every turn: after tool results and with images, too. */
export async function planAnswer(request: PlanRequest, context: SkillContext, trace: Trace): Promise<Plan> {
  const seen = withDescriptions(context, request.imageDescriptions)
  const calls = await planTurn(request, seen, trace)
  if (calls && 'calls' in calls) return { kind: 'calls', calls: calls.calls }
  if (calls) return { kind: 'text', text: applyInstructions({ text: calls.question }, context.instructions) }
  const format = request.responseFormat?.type ?? 'text'
  if (context.conversation.images.length > 0 && format === 'text' && !context.instructions.wantsJson)
    return { kind: 'text', text: answerImages(context, request.imageDescriptions) }
  return { kind: 'text', text: await compose(request, seen, trace) }
}

/** Plans the calls of the first turn, or those that earlier results of the same question still lack. */
async function planTurn(request: PlanRequest, context: SkillContext, trace: Trace): Promise<CallPlan | undefined> {
  if (context.conversation.results.length === 0) return planCalls(request, context, trace)
  return planNextCalls(request, context, trace)
}

/** Adds what the vision engine saw to the text that is read. Forms are filled and tools called from it like from any text. */
function withDescriptions(context: SkillContext, descriptions: readonly string[] | undefined): SkillContext {
  if (context.conversation.images.length === 0 || !descriptions) return context
  const question = [context.conversation.question, ...descriptions].filter(Boolean).join('\n')
  return { ...context, conversation: { ...context.conversation, question } }
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
