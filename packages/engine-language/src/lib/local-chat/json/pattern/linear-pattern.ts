import { type SchemaBudget, schemaError } from '../schema-budget.ts'
import { type CompiledPattern, compilePattern } from './compile-pattern.ts'
import { type ParsedPattern, parsePattern } from './parse-pattern.ts'
import type { PatternNode } from './pattern-node.ts'
import { type PatternText, runProgram } from './run-program.ts'
import { samplePattern } from './sample-pattern.ts'

/**
 * Regular expression of a JSON Schema, matched in linear time. It simulates an automaton instead of backtracking, so
 * nested quantifiers such as `^(a+)+$` are harmless; lookarounds are supported, back references are not.
 */
export class LinearPattern {
  readonly source: string
  readonly #parsed: ParsedPattern
  readonly #compiled: CompiledPattern
  readonly #budget: SchemaBudget
  #part: CompiledPattern | undefined

  /** @throws {EngineInputError} when it is invalid, too large, or not a regular language. */
  constructor(source: string, budget: SchemaBudget) {
    this.source = source
    this.#budget = budget
    try {
      this.#parsed = parsePattern(source)
      this.#compiled = compilePattern(this.#parsed.node)
    } catch (cause) {
      const problem = cause instanceof RangeError ? cause.message : 'is not a regular expression'
      throw schemaError(budget.field, `is not valid: the pattern ${shorten(source)} ${problem}`, cause)
    }
    budget.spend('pattern steps', this.#compiled.forward.states.length)
  }

  /** Returns whether the pattern matches anywhere in a text, like `RegExp.prototype.test`. */
  test(text: string): boolean {
    return !runProgram(this.#compiled.forward, this.#read(text, this.#compiled)).next().done
  }

  /** Returns the first part of a text, as long as possible, that matches the pattern without its outer anchors. */
  find(text: string): string | undefined {
    this.#part ??= compilePattern(withoutAnchors(this.#parsed.node))
    const input = this.#read(text, this.#part)
    const start = [...runProgram(this.#part.backward, input)].at(-1)
    if (start === undefined) return undefined
    const end = [...runProgram(this.#part.forward, input, start)].at(-1) ?? start
    return input.characters.slice(start, end).join('')
  }

  /** Generates a short text that matches, lookarounds aside. The same pattern always returns the same text. */
  sample(): string {
    return samplePattern(this.#parsed.node, this.#budget)
  }

  /** Identifies the pattern. */
  toString(): string {
    return `/${this.source}/`
  }

  #read(text: string, { looks }: CompiledPattern): PatternText {
    const characters = this.#parsed.isUnicode ? Array.from(text) : text.split('')
    const spend = (steps: number) => this.#budget.spend('pattern steps', steps)
    const tables: Uint8Array[] = []
    for (const look of looks) {
      const table = new Uint8Array(characters.length + 1)
      for (const position of runProgram(look, { characters, looks: tables, spend })) table[position] = 1
      tables.push(table)
    }
    return { characters, looks: tables, spend }
  }
}

/** Removes the anchors around the whole pattern. */
function withoutAnchors(node: PatternNode): PatternNode {
  if (node.type !== 'sequence') return node
  const isAnchor = (item: PatternNode | undefined) => item?.type === 'assertion' && /^(?:start|end)$/.test(item.kind)
  const from = isAnchor(node.items[0]) ? 1 : 0
  const to = node.items.length > from && isAnchor(node.items.at(-1)) ? -1 : undefined
  return { type: 'sequence', items: node.items.slice(from, to) }
}

function shorten(source: string): string {
  return JSON.stringify(source.length > 80 ? `${source.slice(0, 80)}…` : source)
}
