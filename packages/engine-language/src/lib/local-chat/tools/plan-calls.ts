import type { ChatRequest } from '@mira/engine'
import type { Trace } from '../answer.ts'
import type { Conversation } from '../conversation.ts'
import { isCyrillic } from '../russian/question.ts'
import type { SkillContext } from '../skills/skill.ts'
import { saysOwn, type ToolChoice } from './choose-tools.ts'
import { fillArguments } from './fill-arguments.ts'
import { type Draft, findGap } from './find-gap.ts'
import type { LocalTool } from './local-tool.ts'
import { askBack, requestedPart } from './permit-call.ts'
import { forcedPicks, freePicks, sureTool } from './pick-tools.ts'

/** Planned tool call. */
export interface PlannedCall {
  readonly name: string
  readonly arguments: Readonly<Record<string, unknown>>
}

/** Tool calls of a response, or a question back to the user. */
export type CallPlan = { readonly calls: readonly PlannedCall[] } | { readonly question: string }

/** Parts of a request that choose its tools. */
export interface CallRequest extends Pick<ChatRequest, 'toolChoice' | 'parallelToolCalls'> {
  readonly tools: readonly LocalTool[]
}

const maxCalls = 16

/** Plans the tool calls that a message asks for. Returns `undefined` if it asks for none. */
export async function planCalls(
  request: CallRequest,
  context: SkillContext,
  trace: Trace,
): Promise<CallPlan | undefined> {
  const { tools, toolChoice: choice = 'auto' } = request
  if (tools.length === 0 || choice === 'none') return undefined
  if (choice !== 'auto')
    return fillPicks(await forcedPicks(tools, choice, context), { request, context, trace, isForced: true })
  const { picks, others, doubt } = await freePicks(tools, context, trace)
  if (doubt) return { question: askBack(doubt, context.text) }
  const filling = { request, context, trace, isForced: false }
  const plan = await fillPicks(picks, filling)
  if (!plan || 'calls' in plan) return plan
  // The message may mean a similar tool for which it has all arguments.
  const isNamed = picks.some(({ tool }) => saysOwn(tool, tools, context.text))
  const alike = picks.some(({ tool }) => tool.change !== undefined)
    ? []
    : others.filter(({ tool }) => !isNamed || saysOwn(tool, tools, context.text))
  for (const other of alike) {
    const next = await fillPicks([other], filling)
    if (next && 'calls' in next) return next
  }
  return picks.some(({ score }) => score >= sureTool) ? plan : undefined
}

/** Context for which the arguments of calls are filled. */
export interface Filling {
  readonly request: CallRequest
  readonly context: SkillContext
  readonly trace: Trace
  readonly isForced: boolean
}

/** Fills the arguments of chosen tools; a question for what is missing if no call is complete. */
export async function fillPicks(
  picks: readonly ToolChoice[],
  { request, context, trace, isForced }: Filling,
): Promise<CallPlan | undefined> {
  const mayRepeat = request.parallelToolCalls !== false
  const drafts: Draft[] = []
  for (const { tool, text, score } of await joinParts(picks, context)) {
    const source = { ...context, conversation: argumentsFor(tool, context, isForced), mayRepeat, isForced }
    for (const filled of await fillArguments(tool, text, source)) {
      drafts.push({ ...filled, tool, text: filled.said ?? text })
      const lack = filled.missing.length > 0 ? `, missing: ${filled.missing.join(', ')}` : ''
      trace(`tool ${tool.name}: ${score.toFixed(2)}: ${JSON.stringify(filled.value)}${lack}`)
    }
  }
  const gapOf = (draft: Draft) => (isForced ? undefined : findGap(draft, drafts, { context, mayRepeat }))
  const own = drafts.map(gapOf)
  // One item of a list that is not understood leaves the others in doubt.
  const gaps = drafts.map(({ tool }, index) => own[index] ?? own.find((gap, at) => gap && drafts[at]?.tool === tool))
  const calls = drafts
    .filter((_, index) => gaps[index] === undefined)
    .map(({ tool, value }): PlannedCall => ({ name: tool.name, arguments: value }))
  const unique = [...new Map(calls.map((call) => [JSON.stringify(call), call])).values()]
  if (unique.length > 0) return { calls: unique.slice(0, mayRepeat ? maxCalls : 1) }
  return gaps.length > 0 ? { question: [...new Set(gaps)].join('\n') } : undefined
}

/** Parts of a message that one tool was chosen for are one request unless each has all arguments: "…, set the level to 5". */
async function joinParts(picks: readonly ToolChoice[], context: SkillContext): Promise<readonly ToolChoice[]> {
  const { text, conversation, extractor } = context
  const joined: ToolChoice[] = []
  for (const pick of picks) {
    const parts = picks.filter(({ tool }) => tool === pick.tool)
    if (joined.some(({ tool, text: whole }) => tool === pick.tool && whole === text)) continue
    const source = { conversation: { ...conversation, history: [], question: '' }, extractor, mayRepeat: false }
    const filled =
      parts.length < 2 || isCyrillic(text)
        ? []
        : await Promise.all(parts.map((part) => fillArguments(part.tool, part.text, source)))
    joined.push(filled.flat().some(({ missing }) => missing.length > 0) ? { ...pick, text } : pick)
  }
  return joined
}

/** Returns the conversation to take arguments from. Those of a change come from what was requested. */
function argumentsFor({ change }: LocalTool, { conversation }: SkillContext, isForced: boolean): Conversation {
  if (isForced || change === undefined) return conversation
  return { ...conversation, question: requestedPart(conversation.question) }
}
