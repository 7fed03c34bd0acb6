import { contentStems, stemOf, wordsOf } from '../words.ts'
import { isReadingVerb } from './change-verbs.ts'
import type { ToolChoice } from './choose-tools.ts'
import type { LocalTool } from './local-tool.ts'

/** Difference of scores below which two tools may both be meant. */
const nearScore = 0.25

/** Returns whether a tool scores so little less than another one that the message may mean either. */
export function isNear(one: ToolChoice, best: ToolChoice): boolean {
  return one.score >= best.score - nearScore
}

/**
 * Returns whether a message says more of what only one of two tools has: words of its name, which count twice, of its description and
 * of its parameters.
 */
export function isBetterNamed(tool: LocalTool, rival: LocalTool, text: string): boolean {
  const said = contentStems(text)
  return countOwn(tool, rival, said) > countOwn(rival, tool, said)
}

function countOwn({ nameStems, otherStems }: LocalTool, rival: LocalTool, said: ReadonlySet<string>): number {
  const own = [...said].filter(
    (stem) => !isReadingVerb(stem) && !rival.nameStems.has(stem) && !rival.otherStems.has(stem),
  )
  return 2 * own.filter((stem) => nameStems.has(stem)).length + own.filter((stem) => otherStems.has(stem)).length
}

/** Returns the near tools of which the message says more than of the chosen one, most likely first. */
export function findBetterNamed(pick: ToolChoice, scores: readonly ToolChoice[]): ToolChoice[] {
  return scores.filter(
    (one) => one.tool !== pick.tool && isNear(one, pick) && isBetterNamed(one.tool, pick.tool, pick.text),
  )
}

/** Difference of scores below which two tools are as likely as each other. */
const evenScore = 0.03

/** Returns whether another tool is as likely as the chosen one, and the message has no word that only one of them has. */
export function hasEqual(pick: ToolChoice, scores: readonly ToolChoice[]): boolean {
  const own = scores.find(({ tool }) => tool === pick.tool)?.score ?? pick.score
  return scores.some(
    ({ tool, score }) =>
      tool !== pick.tool &&
      Math.abs(score - own) < evenScore &&
      !isBetterNamed(pick.tool, tool, pick.text) &&
      !isBetterNamed(tool, pick.tool, pick.text),
  )
}

const opposites: readonly (readonly [string, string])[] = [
  ['internal', 'external'],
  ['input', 'output'],
  ['import', 'export'],
  ['incoming', 'outgoing'],
  ['upload', 'download'],
  ['buy', 'sell'],
  ['minimum', 'maximum'],
  ['min', 'max'],
  ['previous', 'next'],
  ['first', 'last'],
  ['horizontal', 'vertical'],
  ['sunrise', 'sunset'],
  ['domestic', 'international'],
  ['public', 'private'],
  ['income', 'expense'],
  ['encrypt', 'decrypt'],
  ['encode', 'decode'],
]

/** Returns whether a message asks for the opposite of what a tool is named after: an external rate of return, not an internal one. */
export function isOpposite({ nameStems, otherStems }: LocalTool, text: string): boolean {
  const said = new Set(wordsOf(text).map(stemOf))
  return opposites.some((pair) =>
    [pair, pair.toReversed()].some(([own = '', other = '']) => {
      const [ours, theirs] = [stemOf(own), stemOf(other)]
      return (
        nameStems.has(ours) && !otherStems.has(theirs) && !nameStems.has(theirs) && said.has(theirs) && !said.has(ours)
      )
    }),
  )
}
