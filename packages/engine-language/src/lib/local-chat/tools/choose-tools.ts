import type { Extractor } from '../extraction/extractor.ts'
import { kindsOf, toField } from '../extraction/field.ts'
import { fillFields } from '../extraction/fill-fields.ts'
import { propertyOf } from '../json/json-schema.ts'
import { contentStems, wordsOf } from '../words.ts'
import { readClauses } from './clauses.ts'
import type { LocalTool } from './local-tool.ts'

/** Tool that a part of the message asks for. */
export interface ToolChoice {
  readonly tool: LocalTool
  readonly score: number
  /** Part of the message that asks for the tool. */
  readonly text: string
}

/** Minimum combined score of cosine similarity and shared words. Tuned on eval/messages.json. */
export const toolThreshold = 0.34

const clipLength = 600
const maxParts = 24

/** Scores all tools for a text by the similarity of "name. description" and shared words. */
export async function scoreTools(
  tools: readonly LocalTool[],
  text: string,
  { meaning, signal }: Extractor,
): Promise<ToolChoice[]> {
  const cosines = await meaning.similarities(
    clip(text),
    tools.map(({ summary }) => summary),
    signal,
  )
  const stems = contentStems(text)
  return tools
    .map((tool, index) => ({ tool, text, score: (cosines[index] ?? 0) + sharedWords(tool, stems) }))
    .toSorted((a, b) => b.score - a.score)
}

/** Shortens a text to its beginning and end, where requests usually are; a document in between would dominate. */
function clip(text: string): string {
  return text.length <= 2 * clipLength ? text : `${text.slice(0, clipLength)} ${text.slice(-clipLength)}`
}

function sharedWords({ nameStems, otherStems }: LocalTool, stems: ReadonlySet<string>): number {
  let inName = 0
  let inOther = 0
  for (const stem of stems) {
    if (nameStems.has(stem)) inName++
    else if (otherStems.has(stem)) inOther++
  }
  return Math.min(0.3, 0.15 * inName) + Math.min(0.15, 0.06 * inOther)
}

/** Returns whether a text has a word of the name or the descriptions of a tool, its verb aside. */
export function mentionsObject({ verbStem, nameStems, otherStems }: LocalTool, text: string): boolean {
  return [...contentStems(text)].some((stem) => stem !== verbStem && (nameStems.has(stem) || otherStems.has(stem)))
}

const separator = /(?<=[.;?!])\s+|,?\s+(?:and then|and also|after that|then|also|as well as|plus|and)\s+|,\s+|\n+/i

/**
 * Chooses the tools that a message asks for, one for each part that is a request of its own.
 *
 * A part that names no tool ("and London") belongs to the preceding part.
 */
export async function chooseTools(
  tools: readonly LocalTool[],
  text: string,
  extractor: Extractor,
): Promise<ToolChoice[]> {
  const scores = await scoreTools(tools, text, extractor)
  const [whole] = scores
  if (!whole) return []
  const groups: ToolChoice[] = []
  for (const { part, before } of splitParts(clip(text))) {
    const [best] = await scoreTools(tools, part, extractor)
    const last = groups.at(-1)
    const stands =
      best !== undefined &&
      !isTold(part) &&
      best.score >= toolThreshold &&
      wordsOf(part).length > 1 &&
      (last === undefined || opensRequest(part) || saysOwn(best.tool, tools, part))
    if (stands && (last === undefined || last.tool !== best.tool || !isContinuation(part))) groups.push(best)
    else if (last) groups[groups.length - 1] = { ...last, text: `${last.text}${before}${part}` }
  }
  const tooled = new Set(groups.map(({ tool }) => tool))
  if (groups.length > 1 && (tooled.size > 1 || groups.every(({ text: part }) => opensRequest(part)))) return groups
  if (whole.score >= toolThreshold) return [whole]
  for (const near of scores.slice(0, 3)) {
    const isLikely = near.score + evidenceBonus >= toolThreshold && (await hasEvidence(near.tool, text, extractor))
    if (isLikely) return [{ ...near, score: near.score + evidenceBonus }]
  }
  return []
}

/** Splits a message into parts, each with the separator before it: "Riga, Latvia" stays as it is when its parts are joined again. */
function splitParts(text: string): { readonly part: string; readonly before: string }[] {
  const separators = [...text.matchAll(new RegExp(separator, 'gi'))].slice(0, maxParts - 1)
  const starts = [{ at: 0, before: '' }, ...separators.map(({ 0: before, index }) => ({ at: index, before }))]
  return starts
    .map(({ at, before }, index) => ({ part: text.slice(at + before.length, starts[index + 1]?.at), before }))
    .filter(({ part }) => /[\p{L}\p{N}]/u.test(part))
}

/** Returns whether a text has a word of the name of a tool that no other tool has in its name. */
export function saysOwn(tool: LocalTool, tools: readonly LocalTool[], text: string): boolean {
  const own = [...tool.nameStems].filter((stem) => !tools.some((other) => other !== tool && other.nameStems.has(stem)))
  const said = contentStems(text)
  return own.some((stem) => said.has(stem))
}

/** Bonus for a message that contains all required arguments of a tool, including an address, code or currency. */
const evidenceBonus = 0.18

async function hasEvidence({ document }: LocalTool, text: string, extractor: Extractor): Promise<boolean> {
  const required = (document.root.required ?? []).flatMap((name) => {
    const property = propertyOf(document.root, name)
    return typeof property === 'object' ? [toField([name], property, true)] : []
  })
  const decisive = required.filter((field) => {
    return /^(?:code|email|url|phone)$/.test(kindsOf(field)[0] ?? '') || /\b(?:currency|language)\b/.test(field.name)
  })
  if (decisive.length === 0) return false
  const filled = await fillFields(required, text, { ...extractor, budget: document.budget })
  return required.every(({ path }) => filled.has(path))
}

/** "I have some plans for next week" asks for nothing. */
function isTold(part: string): boolean {
  return readClauses(part).every(({ mood }) => mood === 'statement')
}

/** Returns whether a part continues the preceding one because it has no verb of its own. */
function isContinuation(part: string): boolean {
  return !opensRequest(part)
}

function opensRequest(part: string): boolean {
  return /^(?:please\s+|can you\s+|could you\s+)?(?:what|how|who|when|where|which|is|are|get|find|show|tell|give|send|email|create|add|set|book|schedule|search|look|play|turn|convert|translate|calculate|compute|check|remind|order|buy|call|list|delete|remove|update|cancel|start|stop|open|close|make|write|text|note|roll|flip|pick|generate|draw|track|fetch)\b/i.test(
    part.trim(),
  )
}
