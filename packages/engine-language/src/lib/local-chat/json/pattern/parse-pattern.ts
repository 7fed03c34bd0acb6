import type { CharacterNode, PatternNode } from './pattern-node.ts'

const maxLength = 10_000
const maxDepth = 100

/** Parsed pattern with the flags of its syntax. */
export interface ParsedPattern {
  readonly node: PatternNode
  /** Whether the pattern reads code points, as JSON Schema recommends, rather than UTF-16 units. */
  readonly isUnicode: boolean
}

/**
 * Parses a regular expression (ECMA-262) of a JSON Schema.
 *
 * @throws {RangeError} when it is too long or nested too deeply, or uses back references or inline flags, which cannot
 *   be matched in linear time.
 * @throws {SyntaxError} when it is not a regular expression.
 */
export function parsePattern(source: string): ParsedPattern {
  if (source.length > maxLength) throw new RangeError(`is longer than ${maxLength.toLocaleString('en')} characters`)
  const isUnicode = isValid(source, 'u')
  // Validates the syntax, so that the parser only has to find where parts begin and end.
  if (!isUnicode) new RegExp(source)
  return { node: new PatternParser(source, isUnicode ? 'u' : '').parse(), isUnicode }
}

function isValid(source: string, flags: string): boolean {
  try {
    new RegExp(source, flags)
    return true
  } catch {
    return false
  }
}

const assertions = { '^': 'start', $: 'end', '\\b': 'boundary', '\\B': 'not-boundary' } as const
const looks: Readonly<Record<string, { readonly isBehind: boolean; readonly isNegative: boolean }>> = {
  '(?=': { isBehind: false, isNegative: false },
  '(?!': { isBehind: false, isNegative: true },
  '(?<=': { isBehind: true, isNegative: false },
  '(?<!': { isBehind: true, isNegative: true },
}
const opening = /\((?:\?(?:[:=!]|<[=!]|<[^>]*>))?/y
const quantifier = /(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})\??/y
const unicodeCharacter =
  /\[(?:\\.|[^\]\\])*\]|\\(?:[pPu]\{[^}]*\}|u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|c[A-Za-z]|.)|./suy
const unitCharacter = /\[(?:\\.|[^\]\\])*\]|\\(?:u[\da-fA-F]{4}|x[\da-fA-F]{2}|c[A-Za-z]|.)|./sy

class PatternParser {
  readonly #source: string
  readonly #flags: string
  readonly #characters = new Map<string, CharacterNode>()
  #at = 0
  #depth = 0

  constructor(source: string, flags: string) {
    this.#source = source
    this.#flags = flags
  }

  parse(): PatternNode {
    const options = [this.#parseSequence()]
    while (this.#source[this.#at] === '|') {
      this.#at++
      options.push(this.#parseSequence())
    }
    return options.length === 1 && options[0] ? options[0] : { type: 'choice', options }
  }

  #parseSequence(): PatternNode {
    const items: PatternNode[] = []
    while (this.#at < this.#source.length && !/[|)]/.test(this.#source[this.#at] ?? '')) {
      items.push(this.#parseQuantifier(this.#parseItem()))
    }
    return { type: 'sequence', items }
  }

  #parseItem(): PatternNode {
    const open = this.#take(opening)
    if (open) return this.#parseGroup(open[0])
    const text = this.#take(this.#flags ? unicodeCharacter : unitCharacter)?.[0] ?? ''
    if (Object.hasOwn(assertions, text)) return { type: 'assertion', kind: assertions[text as keyof typeof assertions] }
    if (/^\\[1-9k]/.test(text)) throw new RangeError('uses back references, which are not supported')
    return this.#toCharacter(text)
  }

  #parseGroup(open: string): PatternNode {
    if (open === '(' && this.#source[this.#at] === '?')
      throw new RangeError('uses inline flags, which are not supported')
    if (++this.#depth > maxDepth) throw new RangeError(`nests groups more than ${maxDepth} levels deep`)
    const body = this.parse()
    this.#depth--
    // The closing bracket.
    this.#at++
    const look = looks[open]
    return look ? { type: 'look', body, ...look } : body
  }

  #parseQuantifier(item: PatternNode): PatternNode {
    const found = this.#take(quantifier)
    if (!found) return item
    const [, sign, least = '0', comma, most] = found
    if (sign)
      return { type: 'repeat', item, min: sign === '+' ? 1 : 0, max: sign === '?' ? 1 : Number.POSITIVE_INFINITY }
    const min = Number(least)
    return { type: 'repeat', item, min, max: comma ? (most ? Number(most) : Number.POSITIVE_INFINITY) : min }
  }

  #toCharacter(text: string): CharacterNode {
    const known = this.#characters.get(text)
    if (known) return known
    const literal = /^[^\\[.]/.test(text) ? text : /^\\[^\p{L}\p{N}]$/u.test(text) ? text.slice(1) : undefined
    const node = { type: 'character', test: toTest(text, literal, this.#flags), literal } as const
    this.#characters.set(text, node)
    return node
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#source)
    if (found) this.#at += found[0].length
    return found ?? undefined
  }
}

/** A literal is escaped: outside of Unicode mode, `{` may stand for itself. */
function toTest(text: string, literal: string | undefined, flags: string): RegExp {
  const source = literal === undefined ? text : literal.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&')
  return new RegExp(`^(?:${source})$`, flags)
}
