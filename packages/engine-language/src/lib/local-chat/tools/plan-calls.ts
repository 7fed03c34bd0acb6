import type { ChatRequest, ChatToolChoice } from '@mira/engine'
import { EngineInputError } from '@mira/engine'
import { findAnswer, type Trace } from '../answer.ts'
import type { Conversation } from '../conversation.ts'
import { findCandidates } from '../extraction/find-candidates.ts'
import { isNumeric } from '../json/json-schema.ts'
import { languageOf } from '../language-of.ts'
import { isCyrillic } from '../russian/question.ts'
import type { SkillContext } from '../skills/skill.ts'
import { contentStems, joinList, splitIdentifier, stemOf, wordsOf } from '../words.ts'
import { findUnusedWords } from './account-for-words.ts'
import { findUnreadWords } from './arguments/find-unread-words.ts'
import { readNumbers } from './arguments/read-numbers.ts'
import { chooseRussianTools, nearestRussianTool } from './choose-russian-tools.ts'
import { chooseTools, mentionsObject, saysOwn, scoreTools, type ToolChoice, toolThreshold } from './choose-tools.ts'
import { type Clause, readClauses } from './clauses.ts'
import { type FilledArguments, fillArguments } from './fill-arguments.ts'
import { findUnusedNames } from './find-unused-names.ts'
import type { LocalTool } from './local-tool.ts'
import { askBack, permitCall, requestedPart } from './permit-call.ts'

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

/** Score from which a tool is called even if a skill could answer, and its missing arguments are asked for. */
const sureTool = 0.42
/** Score from which a skill beats a less certain tool. */
const sureSkill = 0.9
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
      drafts.push({ ...filled, tool, text })
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

interface Draft extends FilledArguments {
  readonly tool: LocalTool
  readonly text: string
}

/** Returns the question back for a call that lacks an argument or leaves a part of the request out. */
function findGap(
  { tool, text, value, missing }: Draft,
  drafts: readonly Draft[],
  { context, mayRepeat }: { readonly context: SkillContext; readonly mayRepeat: boolean },
): string | undefined {
  if (missing.length > 0) return askFor(tool, missing, text)
  if (!usesFigures(tool, text, value) || namesUnfilled(tool, text, value)) return askBack(tool, text)
  if (isCyrillic(text)) {
    const said = new Set(wordsOf(context.text))
    const unused = findUnusedWords(tool, text, value).filter((word) => said.has(word))
    return unused.length > 0 || hasLongName(value) ? askBack(tool, text) : undefined
  }
  if (leavesNumber(tool, text, value) || findUnreadWords(tool, text, value).length > 0) return askBack(tool, text)
  const evidence = findCandidates(text, { now: context.extractor.now, offsetMinutes: 0 })
  const elsewhere = drafts.map((draft) => draft.value)
  return findUnusedNames(tool, evidence, { value, elsewhere, isOneOfList: !mayRepeat }).length > 0
    ? askBack(tool, text)
    : undefined
}

/** A number without an argument may be the value of one that is left open. */
function leavesNumber(tool: LocalTool, text: string, value: Readonly<Record<string, unknown>>): boolean {
  const said = JSON.stringify(Object.values(value))
  return hasOpenNumber(tool, value) && readNumbers(tool, text).unused.some((one) => !said.includes(String(one.value)))
}

/**
 * A figure of the request that no argument has may be the value of one that was not understood. A tool without parameters
 * ignores it, unless the message says nothing else: "45 second timer" asks for no status.
 */
function usesFigures(tool: LocalTool, text: string, value: Readonly<Record<string, unknown>>): boolean {
  const { document } = tool
  const hasParameters = Object.keys(document.root.properties ?? {}).length > 0
  if (!hasParameters) return !/\d/.test(text) || readClauses(text).some(({ mood }) => mood !== 'fragment')
  const said = JSON.stringify(value)
  const spelled = [...text.matchAll(spelledNumber)].map(([word]) => numberWords.indexOf(word.toLowerCase()))
  const isCounted = spelled.every(
    (number) =>
      new RegExp(`\\b${number}\\b`).test(said) ||
      said.includes(numberWords[number] ?? '') ||
      // "Two charges of 5 and 7": the members are listed.
      Object.keys(value).filter((name) => /[\da-c]$/.test(name)).length >= number,
  )
  return (!/\d/.test(text) || /\d/.test(said)) && (isCounted || !hasOpenNumber(tool, value))
}

const numberWords = 'zero one two three four five six seven eight nine ten'.split(' ')
/** Numbers in words that count something: "one" is mostly a pronoun. */
const spelledNumber = /\b(?:two|three|four|five|six|seven|eight|nine|ten)\b(?= \p{L})/giu

function hasOpenNumber({ document }: LocalTool, value: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(document.root.properties ?? {}).some(
    ([name, schema]) =>
      typeof schema === 'object' && isNumeric(schema) && (value[name] === undefined || value[name] === schema.default),
  )
}

/** A Russian device, room or place has few words; more of them are a piece of the sentence. */
function hasLongName(value: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(value).some(
    ([name, one]) =>
      typeof one === 'string' &&
      /\b(?:device|room|area|place|city|location)\b/.test(splitIdentifier(name)) &&
      wordsOf(one).length > 4,
  )
}

/** "At full volume": a number that the message names, but gives in words that were not understood. */
function namesUnfilled(
  { document, nameStems }: LocalTool,
  text: string,
  value: Readonly<Record<string, unknown>>,
): boolean {
  const said = contentStems(text)
  return Object.entries(document.root.properties ?? {}).some(([name, schema]) => {
    if (typeof schema !== 'object' || !isNumeric(schema)) return false
    const stems = wordsOf(splitIdentifier(name)).map(stemOf)
    const isOpen = value[name] === undefined || value[name] === schema.default
    return isOpen && stems.every((stem) => said.has(stem) && !nameStems.has(stem))
  })
}

function askFor({ name }: LocalTool, missing: readonly string[], message: string): string {
  const names = missing.map(splitIdentifier)
  return isCyrillic(message)
    ? `Чтобы вызвать ${name}, нужно: ${names.join(', ')}.`
    : `To call ${name} I need: ${joinList(names)}.`
}

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

/** Returns the conversation to take arguments from. Those of a change come from what was requested. */
function argumentsFor({ change }: LocalTool, { conversation }: SkillContext, isForced: boolean): Conversation {
  if (isForced || change === undefined) return conversation
  return { ...conversation, question: requestedPart(conversation.question) }
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
      (!isOfChange || tool.change !== undefined || mentionsObject(tool, context.text)),
  )
  const picks = (await chooseTools(permitted, withoutDenied(context.text, clauses), context.extractor)).map(
    withRequestedText,
  )
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
