import type { ChatToolChoice } from '@mira/engine'
import { EngineInputError } from '@mira/engine'
import { findAnswer, type Trace } from '../answer.ts'
import { languageOf } from '../language-of.ts'
import { isCyrillic } from '../russian/question.ts'
import type { SkillContext } from '../skills/skill.ts'
import { contentStems } from '../words.ts'
import { chooseRussianTools, nearestRussianTool } from './choose-russian-tools.ts'
import { chooseTools, mentionsObject, scoreTools, type ToolChoice, toolThreshold } from './choose-tools.ts'
import { type Clause, readClauses } from './clauses.ts'
import { findBetterNamed, hasEqual, isBetterNamed, isNear, isOpposite } from './distinguish-tools.ts'
import type { LocalTool } from './local-tool.ts'
import { permitCall, requestedPart } from './permit-call.ts'

/** Score from which a tool is called even if a skill could answer, and its missing arguments are asked for. */
export const sureTool = 0.42
/** Score from which a skill beats a less certain tool. */
const sureSkill = 0.9

/** Chooses the tools of a request that requires a call. */
export async function forcedPicks(
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
  if (isCyrillic(text)) return [await nearestRussianTool(tools, text, extractor)]
  // "Required" asks for a call, not for a change that the message does not name.
  const clauses = readClauses(text)
  const allowed = tools.filter((tool) => tool.change === undefined || permitCall(tool, clauses) === 'call')
  const picks = await chooseTools(allowed, text, extractor)
  if (picks.length === 0 && allowed.length > 0) return (await scoreTools(allowed, text, extractor)).slice(0, 1)
  return picks.length > 0 ? picks : (await scoreTools(tools, text, extractor)).slice(0, 1)
}

/** Tools that a message asks for. */
export interface FreePicks {
  readonly picks: readonly ToolChoice[]
  /** Less likely tools of the same change, or that read, too, which the message may mean instead; most likely first. */
  readonly others: readonly ToolChoice[]
  /** Tool that changes something and may be meant, if no other one was asked for. */
  readonly doubt?: LocalTool | undefined
}

/** Chooses the tools that the message asks for, unless a skill is more certain. */
export async function freePicks(tools: readonly LocalTool[], context: SkillContext, trace: Trace): Promise<FreePicks> {
  if (isCyrillic(context.text)) return freeRussianPicks(tools, context, trace)
  // Names and descriptions are compared with the message by an English model.
  if ((await languageOf(context.text)) !== 'en') return { picks: [], others: [] }
  const clauses = readClauses(context.text)
  trace(`moods: ${clauses.map(({ mood }) => mood).join(', ')}`)
  const scores = await scoreTools(tools, context.text, context.extractor)
  for (const { tool, score } of scores.slice(0, 4)) trace(`tool ${tool.name}: ${score.toFixed(2)}`)
  const top = scores[0]?.tool
  const isOfChange = top?.change !== undefined && permitCall(top, clauses) !== 'call'
  const permitted = tools.filter(
    (tool) =>
      permitCall(tool, clauses) === 'call' &&
      !isOpposite(tool, context.text) &&
      (!isOfChange || tool.change !== undefined || mentionsObject(tool, context.text)),
  )
  const chosen = await chooseTools(permitted, withoutDenied(context.text, clauses), context.extractor)
  const reading = scores.filter(({ tool }) => tool.change === undefined && permitted.includes(tool))
  const picks = (chosen.length === 1 ? chosen.map((one) => nearestByName(one, reading)) : chosen).map(withRequestedText)
  const [only, ...more] = picks
  if (only && more.length === 0 && only.tool.change === undefined && hasEqual(only, reading))
    return { picks: [], others: [], doubt: only.tool }
  if (only && more.length === 0 && isTied(only, scores, permitted)) return { picks: [], others: [], doubt: only.tool }
  const [pointed] = pointsBack(context, clauses) ? picks.filter(({ tool }) => tool.change !== undefined) : []
  if (pointed) return { picks: [], others: [], doubt: pointed.tool }
  const doubtful = scores.find(({ tool, score }) => score >= toolThreshold && permitCall(tool, clauses) === 'ask')
  if (doubtful && picks.every(({ tool }) => tool.change === undefined))
    return { picks: [], others: [], doubt: doubtful.tool }
  const others = scores
    .filter(
      ({ tool, score }) =>
        picks.every((pick) => pick.tool.change === tool.change) &&
        score >= toolThreshold &&
        permitted.includes(tool) &&
        !picks.some(
          (pick) => isBetterNamed(pick.tool, tool, context.text) || !isNear({ tool, score, text: '' }, pick),
        ) &&
        !namesOther(tool, tools, context.text) &&
        !picks.some((pick) => pick.tool === tool),
    )
    .map(withRequestedText)
  const surest = Math.max(0, ...picks.map(({ score }) => score))
  if (picks.length === 0 || surest >= sureTool) return { picks, others }
  const answer = await findAnswer(context, trace)
  if (!answer || answer.score < sureSkill) return { picks, others }
  trace(`skill ${answer.skill} is surer than any tool`)
  return { picks: [], others: [] }
}

/** Returns whether another tool makes the same change, and the message tells neither: "set x to 8" fits an integer and a float. */
function isTied(pick: ToolChoice, scores: readonly ToolChoice[], permitted: readonly LocalTool[]): boolean {
  const { tool, text } = pick
  return scores.some(
    (one) =>
      one.tool !== tool &&
      tool.change !== undefined &&
      one.tool.change === tool.change &&
      permitted.includes(one.tool) &&
      isNear(one, pick) &&
      !isBetterNamed(tool, one.tool, text) &&
      !isBetterNamed(one.tool, tool, text),
  )
}

/** Returns the tool that the message names better than the chosen one, if both only read. */
function nearestByName(pick: ToolChoice, reading: readonly ToolChoice[]): ToolChoice {
  return pick.tool.change === undefined ? (findBetterNamed(pick, reading)[0] ?? pick) : pick
}

/** "Transfer that money" means something said before; a first message has no before. */
function pointsBack({ conversation: { history, results } }: SkillContext, clauses: readonly Clause[]): boolean {
  const isFirst = history.length === 0 && results.length === 0
  return (
    isFirst && clauses.some(({ mood, rest = '' }) => mood === 'request' && /^\s*(?:that|those)\s+\p{Ll}+/u.test(rest))
  )
}

/** Returns whether a message has a word of the name of another tool, and none of this one, apart from words that all share. */
function namesOther(tool: LocalTool, tools: readonly LocalTool[], text: string): boolean {
  const said = contentStems(text)
  const isNamed = ({ nameStems, verbStem }: LocalTool) =>
    [...nameStems].some(
      (stem) => stem !== verbStem && said.has(stem) && !tools.every((other) => other.nameStems.has(stem)),
    )
  return !isNamed(tool) && tools.some((other) => other !== tool && isNamed(other))
}

/** Removes the clauses that say what not to do, unless the message is nothing else. */
function withoutDenied(text: string, clauses: readonly Clause[]): string {
  const kept = clauses.filter(({ mood }) => mood !== 'negated')
  return kept.length === 0 || kept.length === clauses.length
    ? text
    : kept.map((clause) => clause.text.trim()).join('\n')
}

async function freeRussianPicks(tools: readonly LocalTool[], context: SkillContext, trace: Trace): Promise<FreePicks> {
  const { picks, doubt } = await chooseRussianTools(tools, context.text, context.extractor)
  trace(`tools by a Russian message: ${picks.map(({ tool, score }) => `${tool.name} ${score.toFixed(2)}`).join(', ')}`)
  if (doubt && picks.every(({ tool }) => tool.change === undefined)) return { picks: [], others: [], doubt }
  return { picks: picks.map(withRequestedText), others: [] }
}

function withRequestedText(pick: ToolChoice): ToolChoice {
  return pick.tool.change === undefined ? pick : { ...pick, text: requestedPart(pick.text) }
}
