import { splitSentences } from '@mira/engine/internal'
import type { Conversation } from './conversation.ts'

/** Instructions from the system prompt and the message that apply to the answer. */
export interface Instructions {
  /** Name of the assistant. */
  readonly name: string | undefined
  /** Role of the assistant: `a helpful cook`. */
  readonly role: string | undefined
  readonly letterCase: 'upper' | 'lower' | undefined
  /** Whether to return only the bare answer, without a sentence around it. */
  readonly isBrief: boolean
  readonly maxWords: number | undefined
  readonly prefix: string | undefined
  readonly suffix: string | undefined
  /** Requested language of answers, other than English. */
  readonly language: string | undefined
  readonly wantsJson: boolean
  readonly wantsBullets: boolean
  /** Declarative sentences of the system prompt. */
  readonly facts: readonly string[]
}

const speak = '(?:answer|reply|respond|write|speak|talk|say|output|return|give|use)'
const languages =
  'Russian|Spanish|French|German|Italian|Portuguese|Chinese|Japanese|Korean|Arabic|Hindi|Turkish|Polish|Dutch|Ukrainian'

/** Parses the supported instructions. Other sentences are kept as facts to recall. */
export function readInstructions({ system, question }: Conversation): Instructions {
  const both = `${system}\n${question}`
  return {
    name:
      match(system, /\b(?:your name is|you are called|you are named|call yourself)\s+([\p{Lu}][\p{L}\p{N}-]*)/iu) ??
      match(system, /\byou are ([\p{Lu}][\p{L}\p{N}-]*)(?=,|\.| -|$)/mu),
    role: match(system, /\byou are (?:[\p{Lu}][\p{L}\p{N}-]*, )?((?:an?|the) [^.,;\n]+)/iu),
    letterCase: readCase(system, question),
    isBrief: isBrief(both),
    maxWords: Number(match(both, /\b(?:at most|no more than|under|maximum of|max) (\d+) words\b/i)) || undefined,
    prefix: readAffix(system, '(?:begin|start|prefix|open|preface)'),
    suffix: readAffix(system, '(?:end|finish|sign off|close|conclude)'),
    language: match(both, new RegExp(`\\b${speak}\\b[^.\\n]{0,30}\\bin (${languages})\\b`, 'i')),
    wantsJson: new RegExp(
      `\\b${speak}\\b[^.\\n]{0,40}\\bjson\\b|\\bjson (?:only|object|format)\\b|\\bas json\\b`,
      'i',
    ).test(both),
    wantsBullets: new RegExp(
      `\\b${speak}\\b[^.\\n]{0,40}\\b(?:bullets?|bullet points)\\b|\\b(?:in|as) bullet`,
      'i',
    ).test(both),
    facts: splitSentences(system).filter((sentence) => !isCommand(sentence)),
  }
}

function readCase(system: string, question: string): 'upper' | 'lower' | undefined {
  const command = (kind: string) => new RegExp(`\\b${speak}\\b[^.\\n]{0,40}\\b(?:${kind})`, 'i')
  const upper = 'all caps|capitals|capital letters|uppercase|upper case|caps lock'
  const lower = 'lowercase|lower case|small letters'
  // In a message, "write X in capitals" asks for X to be rewritten, which a skill does.
  const own = question.match(/\b(?:answer|reply|respond)\b[^.\n]*/i)?.[0] ?? ''
  if (command(upper).test(system) || new RegExp(upper, 'i').test(own)) return 'upper'
  if (command(lower).test(system) || new RegExp(lower, 'i').test(own)) return 'lower'
  return undefined
}

function isBrief(text: string): boolean {
  return /\b(?:one word|single word|just the (?:number|answer|result|name|date|word)|only (?:the|with the|with a|a) (?:number|answer|result|name|date|word)|(?:no|without(?: any)?) (?:explanation|extra text|other text|additional text))\b/i.test(
    text,
  )
}

function readAffix(system: string, verb: string): string | undefined {
  return match(system, new RegExp(`\\b${verb}\\b[^.\\n"“']{0,40}\\bwith[^"“'.\\n]{0,20}["“']([^"”'\\n]+)["”']`, 'i'))
}

function isCommand(sentence: string): boolean {
  return /^(?:you are|your name|always|never|please|do not|don't|answer|reply|respond|be |use |speak|talk|write|start|end|begin|keep|act|return|output|when )/i.test(
    sentence,
  )
}

function match(text: string, pattern: RegExp): string | undefined {
  return text.match(pattern)?.[1]?.trim()
}
