import type { ChatRequest, ChatToolChoice } from '@mira/engine'
import { EngineInputError } from '@mira/engine'
import { answerInWords, findAnswer, type Trace } from './answer.ts'
import { answerInJson } from './answer-json.ts'
import { applyInstructions } from './apply-instructions.ts'
import type { SchemaDocument } from './json/schema-document.ts'
import type { SkillContext } from './skills/skill.ts'
import { chooseTools, scoreTools, type ToolChoice } from './tools/choose-tools.ts'
import { fillArguments } from './tools/fill-arguments.ts'
import { formatResults } from './tools/format-results.ts'
import type { LocalTool } from './tools/local-tool.ts'
import { joinList, splitIdentifier } from './words.ts'

/** Planned tool call. */
export interface PlannedCall {
  readonly name: string
  readonly arguments: Readonly<Record<string, unknown>>
}

/** Planned response: text or tool calls. */
export type Plan =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'calls'; readonly calls: readonly PlannedCall[] }

/** Scores at which a tool is called even if a skill could answer, and at which a skill beats a less certain tool. */
const sureTool = 0.42
const sureSkill = 0.9
const maxCalls = 16

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
  if (calls) return calls
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

async function planCalls(request: PlanRequest, context: SkillContext, trace: Trace): Promise<Plan | undefined> {
  const { tools } = request
  const choice = request.toolChoice ?? 'auto'
  if (tools.length === 0 || choice === 'none') return undefined
  const isForced = choice !== 'auto'
  const picks = isForced ? await forcedPicks(tools, choice, context) : await freePicks(tools, context, trace)
  const calls: PlannedCall[] = []
  const gaps: string[] = []
  for (const { tool, text, score } of picks) {
    const mayRepeat = request.parallelToolCalls !== false
    for (const { value, missing } of await fillArguments(tool, text, { ...context, mayRepeat })) {
      trace(
        `tool ${tool.name}: ${score.toFixed(2)}: ${JSON.stringify(value)}${missing.length > 0 ? `, missing: ${missing.join(', ')}` : ''}`,
      )
      if (missing.length > 0 && !isForced)
        gaps.push(`To call ${tool.name} I need: ${joinList(missing.map(splitIdentifier))}.`)
      else calls.push({ name: tool.name, arguments: value })
    }
  }
  const unique = [...new Map(calls.map((call) => [JSON.stringify(call), call])).values()].slice(
    0,
    request.parallelToolCalls === false ? 1 : maxCalls,
  )
  if (unique.length > 0) return { kind: 'calls', calls: unique }
  return gaps.length > 0
    ? { kind: 'text', text: applyInstructions({ text: gaps.join('\n') }, context.instructions) }
    : undefined
}

async function forcedPicks(
  tools: readonly LocalTool[],
  choice: ChatToolChoice,
  context: SkillContext,
): Promise<ToolChoice[]> {
  const { text, extractor } = context
  if (typeof choice === 'object') {
    const tool = tools.find(({ name }) => name === choice.name)
    if (!tool)
      throw new EngineInputError(`tool_choice names ${choice.name}, which is not among the tools`, 'tool_choice')
    return [{ tool, text, score: 1 }]
  }
  const picks = await chooseTools(tools, text, extractor)
  return picks.length > 0 ? picks : (await scoreTools(tools, text, extractor)).slice(0, 1)
}

/** Chooses the tools that the message asks for, unless a skill is more certain. */
async function freePicks(tools: readonly LocalTool[], context: SkillContext, trace: Trace): Promise<ToolChoice[]> {
  const scores = await scoreTools(tools, context.text, context.extractor)
  for (const { tool, score } of scores.slice(0, 4)) trace(`tool ${tool.name}: ${score.toFixed(2)}`)
  const picks = await chooseTools(tools, context.text, context.extractor)
  const surest = Math.max(0, ...picks.map(({ score }) => score))
  if (picks.length === 0 || surest >= sureTool) return picks
  const answer = await findAnswer(context, trace)
  if (!answer || answer.score < sureSkill) return picks
  trace(`skill ${answer.skill} is surer than any tool`)
  return []
}
