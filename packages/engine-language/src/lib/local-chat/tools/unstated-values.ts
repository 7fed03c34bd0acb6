import { escapeRegExp, splitIdentifier } from '../words.ts'
import type { LocalTool } from './local-tool.ts'

type Arguments = Readonly<Record<string, unknown>>

/** Token of letters and digits that names one thing, such as "ab-12f0" or a timestamp; no amount with its unit ("50kg") is one. */
const identifier = /(?<![\w-])(?=[\w-]*\d)(?=[\w-]*\p{L})(?!\d+\p{L}+(?![\w-]))[\w-]{5,}/gu
const clockTime = /(?<![\d:])\d{1,2}(?::\d\d(?!\d)|(?: |)[ap]\.?m\b)/i

/** Returns whether a call leaves out or misplaces what the message states precisely: an identifier, a time of day, a color, a name or a number. */
export function missesStated(tool: LocalTool, text: string, value: Arguments): boolean {
  return (
    leavesIdentifier(tool, text, value) ||
    leavesTime(tool, text, value) ||
    leavesColor(tool, text, value) ||
    repeatsName(text, value) ||
    hasUnlabeledId(text, value)
  )
}

function leavesIdentifier({ summary }: LocalTool, text: string, value: Arguments): boolean {
  const known = `${JSON.stringify(value)} ${summary}`.toLowerCase()
  return [...text.matchAll(identifier)].some(([token]) => !known.includes(token.toLowerCase()))
}

/** A time of day that no argument has, although one is for a time. */
function leavesTime({ document: { root } }: LocalTool, text: string, value: Arguments): boolean {
  const takesTime = Object.keys(root.properties ?? {}).some((name) => /\btime\b/.test(splitIdentifier(name)))
  return takesTime && clockTime.test(text) && !/\d:\d|\d ?[ap]\.?m\b/i.test(Object.values(value).join('\n'))
}

const color = /\b(?:red|green|blue|white|black|yellow|orange|pink|purple|brown|gr[ae]y|silver|gold)\b/gi

function leavesColor({ document: { root } }: LocalTool, text: string, value: Arguments): boolean {
  const takesColor = Object.keys(root.properties ?? {}).some((name) => /\bcolou?rs?\b/.test(splitIdentifier(name)))
  const said = JSON.stringify(value).toLowerCase()
  return takesColor && [...text.matchAll(color)].some(([word]) => !said.includes(word.toLowerCase()))
}

/** One name of the message for two arguments: only one of them can be meant. */
function repeatsName(text: string, value: Arguments): boolean {
  const names = Object.values(value).filter((one): one is string => typeof one === 'string' && /^\p{Lu}\D+$/u.test(one))
  return names.some((name, index) => names.indexOf(name) < index && text.split(name).length === 2)
}

/** A number is an identifier if a word says so, or the thing that it identifies: "3 people" are none. */
function hasUnlabeledId(text: string, value: Arguments): boolean {
  return Object.entries(value).some(([name, one]) => {
    const words = splitIdentifier(name).split(' ')
    if (typeof one !== 'number' || words.at(-1) !== 'id') return false
    const labels = ['ids?', 'number', 'no', 'code', 'identifier', ...words.slice(0, -1).map(escapeRegExp)].join('|')
    return (
      !new RegExp(String.raw`(?:#|\b(?:${labels})\b\D{0,20})${one}\b`, 'i').test(text) && text.includes(String(one))
    )
  })
}
