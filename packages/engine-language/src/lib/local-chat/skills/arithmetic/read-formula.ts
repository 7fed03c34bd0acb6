import { joinLines } from '../../words.ts'
import { functions, notSums } from './find-formula.ts'
import { writePhrases, writePlainly } from './formula-phrases.ts'

const words: readonly (readonly [RegExp, string])[] = [
  [/ (?:multiplied by|times?) /g, ' * '],
  [/(?<=[\d)]) ?[x×·] ?(?=[\d(])/g, ' * '],
  [/ (?:divided by|over) |÷/g, ' / '],
  [/ (?:plus|added to) /g, ' + '],
  [/ minus |−/g, ' - '],
  [/ squared\b|²/g, '^2'],
  [/ cubed\b|³/g, '^3'],
  [/ (?:mod|modulo) /g, ' % '],
]

const openers = /* @__PURE__ */ joinLines(`
  hey|hi|hello|ok|okay|so|well|please|can|could|would|will|do|does|you|i|we|us|need|want|wanna|like|to|know|tell|me|give|show|provide|find|get
  |calculate|compute|evaluate|solve|answer|work out|figure out|(?:left|remaining) after|what|what's|whats|what’s|is|are|how much
  |how many|the|result|solution|value|equation|sum|problem|question|math|of|for|this|following|exactly|if|take|let|help|with|quickly
  |your|my|in|total|now|and|then|add|make`)
const closers = /* @__PURE__ */ joinLines(`
  equals?|equal to|equal|is|are|be|makes?|please|for me|thanks|thank you|exactly|to|what (?:remains?|is left)|what['’]s left|what
  |come to|altogether|in total`)
const opening = new RegExp(`^(?:(?:${openers})[ ,:]+)+`)
const closing = new RegExp(`(?:[ ,]+(?:${closers}))+$`)

/**
 * Reads a question that is nothing but a computation, in words or signs, as a formula. Each word and each number must be
 * part of it: one that is left over may be a condition.
 *
 * @returns `sqrt(16) + 2` for "what is the square root of sixteen plus two?"; `undefined` for any other text.
 */
export function readFormula(text: string): string | undefined {
  if (text.length > 500 || text.search(notSums) >= 0) return undefined
  const plain = writePlainly(text.toLowerCase().replace(/\s+/g, ' ').trim())
    .replace(/[\s?.!=]+$/, '')
    .replace(/(?<=\d) (?:dollars?|bucks|euros?|rubles?)(?!\w)/g, '')
  const exact = plain.replace(/,? (?:rounded )?to the nearest (?:integer|whole(?: number)?)$/, '')
  const formula = asFormula(toSigns(writePhrases(exact)))
  return formula && exact !== plain ? `round(${formula})` : formula
}

const onlyFormula = new RegExp(String.raw`^(?:[\d\s.+\-*/^()!,%]|(?<![a-z])(?:${functions})(?![a-z\d]))+$`)

/** Returns a text if it is nothing but a formula of numbers, signs and known functions that has something to compute. */
export function asFormula(text: string): string | undefined {
  const isFormula =
    onlyFormula.test(text) && /[\d)]\s*[-+*/^!%]|[a-z]\d*\(/.test(text) && !/[\d)]\s+[\d(]|%\s*(?:$|[-+*/)])/.test(text)
  return isFormula ? text.replace(/^\(([^()]*)\)$/, '$1') : undefined
}

function toSigns(said: string): string {
  const bare = said
    .replace(opening, '')
    .replace(closing, '')
    .replace(/^[ ,:]+|[ ,:]+$/g, '')
  // "Two by two" is a product where nothing else is said.
  const product = bare.replace(/^(-?\d+(?:\.\d+)?) by (-?\d+(?:\.\d+)?)$/, '$1 * $2')
  return words.reduce((rest, [pattern, sign]) => rest.replace(pattern, sign), product).trim()
}

/** Formats a formula for an answer: with spaces around its signs and without needless parentheses. */
export function formatFormula(formula: string): string {
  return formula
    .replace(/\s*([-+*/^%])\s*/g, ' $1 ')
    .replace(/(^|[-+*/^%(,] *)- (?=[\d(.])/g, '$1-')
    .replace(/\(\s+/g, '(')
    .replace(/\s{2,}/g, ' ')
    .replace(/(?<![a-z\d])\((\d+(?:\.\d+)?)\)/g, '$1')
    .replace(/^\(([^()]*(?:\([^()]*\)[^()]*)*)\)$/, '$1')
    .trim()
}
