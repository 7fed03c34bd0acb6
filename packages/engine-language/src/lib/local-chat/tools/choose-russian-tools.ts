import type { Extractor } from '../extraction/extractor.ts'
import { readRussianClauses } from '../russian/clauses.ts'
import { glossRequest, translateVerb } from '../russian/glossary.ts'
import { isCyrillic } from '../russian/question.ts'
import { contentStems, splitIdentifier, stemOf, wordsOf } from '../words.ts'
import { type ToolChoice, toolThreshold } from './choose-tools.ts'
import type { Clause } from './clauses.ts'
import { completeRussianRequest } from './complete-russian-request.ts'
import { deviceName } from './fill-phrases.ts'
import type { LocalTool } from './local-tool.ts'
import { permitCall } from './permit-call.ts'
import { readStateThing, readsState } from './state-question.ts'

/** Weight of a stem that a message shares with the description of a tool in Russian, and the greatest sum. */
const sharedWeight = 0.15
const maxShared = 0.45

/** Weight of the verb that a message shares with the description of a tool in Russian. */
const verbWeight = 0.2

/** Threshold of a tool that is the only one whose change the verb names. */
const soleThreshold = 0.2

/** Length of a message that is read, and clauses of it, each of which is compared with the tools. */
const maxRead = 1_200
const maxClauses = 16

/** Tools that a Russian message asks for. */
export interface RussianChoice {
  readonly picks: readonly ToolChoice[]
  /** Tool that changes something and may be meant. */
  readonly doubt?: LocalTool | undefined
}

/**
 * Chooses a tool for each clause of a Russian message that asks for one. The message is compared in the English words of a
 * small glossary, and by stems with descriptions in Russian. A clause without a known word chooses none.
 */
export async function chooseRussianTools(
  tools: readonly LocalTool[],
  text: string,
  extractor: Extractor,
): Promise<RussianChoice> {
  const picks: ToolChoice[] = []
  let doubt: LocalTool | undefined
  for (const clause of readRussianClauses(completeRussianRequest(text.slice(0, maxRead))).slice(0, maxClauses)) {
    if (/^[\s,]*(?:почему|зачем|отчего|с чего)(?!\p{L})/iu.test(clause.text)) continue
    const stems = objectStems(clause.text)
    const all = await scoreClause(tools, clause.text, extractor)
    const named = all.filter(({ tool }) => tool.change !== undefined && permitCall(tool, [clause]) === 'call')
    const scores = all.filter(
      ({ tool, score }) =>
        score >= (named.length === 1 && named[0]?.tool === tool ? soleThreshold : toolThreshold) &&
        (tool.change === undefined
          ? mentionsObjectOf(tool, stems) || (readsState(tool) && readStateThing(clause.text) !== undefined)
          : namesThing(tool, stems, clause)),
    )
    const permitted = scores.filter(({ tool }) => permitCall(tool, [clause]) === 'call' && suits(tool, clause))
    const best =
      permitted.find(({ tool }) => tool.change === undefined && objectsOf(tool).some((stem) => stems.has(stem))) ??
      permitted.find(({ tool }) => !namesOther(tool, tools, stems)) ??
      permitted[0]
    const isContradicted =
      scores[0]?.tool.change !== undefined && best && best.tool.change === undefined && !isAsked(clause)
    const isOpen = best !== undefined && (namesOther(best.tool, tools, stems) || hasRival(best.tool, permitted, stems))
    if (isOpen) doubt ??= best.tool
    else if (best && !isContradicted && !picks.some(({ tool }) => tool === best.tool)) picks.push(best)
    else if (!best) doubt ??= scores.find(({ tool }) => permitCall(tool, [clause]) === 'ask')?.tool
  }
  return { picks, doubt }
}

/** Returns the tool nearest to a Russian message, for a call that the request forces. */
export async function nearestRussianTool(
  tools: readonly LocalTool[],
  text: string,
  extractor: Extractor,
): Promise<ToolChoice> {
  const scores = await scoreClause(tools, text, extractor)
  const clauses = readRussianClauses(text)
  const permitted = scores.find(({ tool }) => tool.change === undefined || permitCall(tool, clauses) === 'call')
  return permitted ?? (scores[0] as ToolChoice)
}

/** Returns whether a message names the object of another tool, and none of this one. */
function namesOther(tool: LocalTool, tools: readonly LocalTool[], stems: ReadonlySet<string>): boolean {
  return (
    !mentionsObjectOf(tool, stems) &&
    tools.some((other) => other !== tool && objectsOf(other).some((stem) => stems.has(stem)))
  )
}

/** Returns whether another tool makes the same change, and the message names the object of neither: "открой" fits a door and a valve. */
function hasRival(tool: LocalTool, permitted: readonly ToolChoice[], stems: ReadonlySet<string>): boolean {
  const isUnnamed = (one: LocalTool) => one.change !== undefined && !mentionsObjectOf(one, stems)
  return (
    isUnnamed(tool) &&
    permitted.some(({ tool: other }) => other !== tool && other.verbStem === tool.verbStem && isUnnamed(other))
  )
}

function objectsOf({ nameStems, verbStem }: LocalTool): string[] {
  return [...nameStems].filter((stem) => stem !== verbStem && stem.length > 3)
}

/** A change to a certain thing, such as a timer, needs that thing; one to any device, or to what a required text names, does not. */
function namesThing(tool: LocalTool, stems: ReadonlySet<string>, { verb = '' }: Clause): boolean {
  const objects = objectsOf(tool)
  const { properties = {}, required = [] } = tool.document.root
  const takesThing = Object.keys(properties).some((name) => required.includes(name) || deviceName.test(name))
  const isVerb = verb.split('|').some((meaning) => meaning.split(' ').some((word) => objects.includes(stemOf(word))))
  return objects.length === 0 || takesThing || isVerb || mentionsObjectOf(tool, stems)
}

function isAsked({ mood }: Clause): boolean {
  return mood === 'question' || mood === 'doubtful'
}

/** A request names what to do: one for a change does not mean a tool that only reads. */
function suits({ change }: LocalTool, { mood, verb = '' }: Clause): boolean {
  if (change !== undefined || mood !== 'request') return true
  return verb.split('|').some((one) => /^(?:find|search|show|list|get|check|calculate|translate|tell)$/.test(one))
}

async function scoreClause(
  tools: readonly LocalTool[],
  text: string,
  { meaning, signal }: Extractor,
): Promise<ToolChoice[]> {
  const gloss = glossRequest(text)
  const stems = stemsOfMessage(text)
  const summaries = tools.map(({ name, summary }) =>
    isCyrillic(summary.slice(name.length)) ? splitIdentifier(name) : summary,
  )
  const isState = readStateThing(text) !== undefined
  const cosines = gloss === '' ? [] : await meaning.similarities(gloss, summaries, signal)
  return tools
    .map((tool, index) => ({
      tool,
      text,
      score:
        (cosines[index] ?? 0) +
        shared(tool, stems) +
        (sharesVerb(tool, text) ? verbWeight : 0) +
        (isState && readsState(tool) ? toolThreshold : 0),
    }))
    .toSorted((a, b) => b.score - a.score)
}

function sharesVerb({ describedVerbs }: LocalTool, text: string): boolean {
  return describedVerbs.some((verb) => wordsOf(text).some((word) => translateVerb(word) === verb))
}

function stemsOfMessage(text: string): ReadonlySet<string> {
  return new Set([...contentStems(glossRequest(text)), ...contentStems(text)])
}

/** Stems of what a message is about, without its verbs and question words. */
function objectStems(text: string): ReadonlySet<string> {
  const objects = wordsOf(text).filter((word) => translateVerb(word) === undefined && !questionWord.test(word))
  return stemsOfMessage(objects.join(' '))
}

const questionWord = /^(?:сколько|как|какой|какая|какое|какие|каков|какова|что|где|когда|есть|ли|много)$/iu

function mentionsObjectOf({ verbStem, nameStems, otherStems }: LocalTool, stems: ReadonlySet<string>): boolean {
  return [...stems].some(
    (stem) => stem !== verbStem && !readVerbs.has(stem) && (nameStems.has(stem) || otherStems.has(stem)),
  )
}

const readVerbs = new Set(['get', 'check', 'find', 'search', 'show', 'list', 'узна', 'покаж', 'провер'])

function shared({ nameStems, otherStems }: LocalTool, stems: ReadonlySet<string>): number {
  const count = [...stems].filter((stem) => nameStems.has(stem) || otherStems.has(stem)).length
  return Math.min(maxShared, sharedWeight * count)
}
