import type { Trace } from '../answer.ts'
import type { ToolResult } from '../conversation.ts'
import type { SkillContext } from '../skills/skill.ts'
import type { ToolChoice } from './choose-tools.ts'
import { isFailure } from './format-results.ts'
import { labelResult } from './label-result.ts'
import { forcedPicks, freePicks } from './pick-tools.ts'
import { type CallPlan, type CallRequest, fillPicks, type PlannedCall } from './plan-calls.ts'

/**
 * Plans the calls that follow tool results: those that the question asks for and that were not made yet, with arguments from
 * the question and the results; or the one that `tool_choice` requires. Returns `undefined` when the results are the answer.
 */
export async function planNextCalls(
  request: CallRequest,
  context: SkillContext,
  trace: Trace,
): Promise<CallPlan | undefined> {
  const { tools, toolChoice = 'auto' } = request
  const { results } = context.conversation
  if (tools.length === 0 || toolChoice === 'none') return undefined
  const isForced = toolChoice !== 'auto'
  // A failed call changes what should follow it.
  if (!isForced && results.some(isFailure)) return undefined
  const picks = isForced ? await nextForced(request, context) : (await freePicks(tools, context, trace)).picks
  const open = isForced ? picks : picks.filter(({ tool }) => !results.some(({ name }) => name === tool.name))
  if (open.length === 0) return undefined
  const plan = await fillPicks(
    open.map((pick) => ({
      ...pick,
      text: [...results.map(({ content }) => labelResult(content)), pick.text].join('\n'),
    })),
    { request, context, trace, isForced },
  )
  if (!plan || !('calls' in plan)) return undefined
  return isForced ? plan : withoutRepeats(plan.calls, results)
}

/** Prefers a tool that was not called yet: the question is the same as before. */
async function nextForced({ tools, toolChoice = 'auto' }: CallRequest, context: SkillContext): Promise<ToolChoice[]> {
  const { results } = context.conversation
  const fresh = tools.filter(({ name }) => !results.some((result) => result.name === name))
  return forcedPicks(typeof toolChoice === 'object' || fresh.length === 0 ? tools : fresh, toolChoice, context)
}

function withoutRepeats(calls: readonly PlannedCall[], results: readonly ToolResult[]): CallPlan | undefined {
  const made = new Set(results.map(({ name, arguments: value }) => JSON.stringify([name, value])))
  const fresh = calls.filter(({ name, arguments: value }) => !made.has(JSON.stringify([name, value])))
  return fresh.length > 0 ? { calls: fresh } : undefined
}
