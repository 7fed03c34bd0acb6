import type { AssertionKind, PatternNode } from './pattern-node.ts'

/** State of a program. `next` and `other` are indexes of states. */
export type State =
  | { readonly type: 'accept' }
  | { readonly type: 'character'; readonly test: RegExp; readonly next: number }
  | { readonly type: 'split'; next: number; readonly other: number }
  | { readonly type: 'assertion'; readonly kind: AssertionKind; readonly next: number }
  | { readonly type: 'look'; readonly look: number; readonly isNegative: boolean; readonly next: number }

/** Nondeterministic automaton that reads a text forward or backward. */
export interface Program {
  readonly states: readonly State[]
  readonly start: number
  readonly isBackward: boolean
}

/** Automata of a pattern. */
export interface CompiledPattern {
  readonly forward: Program
  readonly backward: Program
  /** Automata of the lookaheads (read backward) and lookbehinds (read forward), inner ones first. */
  readonly looks: readonly Program[]
}

const maxStates = 50_000

/**
 * Compiles a pattern to automata (Thompson's construction).
 *
 * @throws {RangeError} when its repetitions expand to too many states.
 */
export function compilePattern(node: PatternNode): CompiledPattern {
  const compiler = new PatternCompiler()
  const forward = compiler.compile(node, false)
  const backward = compiler.compile(node, true)
  return { forward, backward, looks: compiler.looks }
}

class PatternCompiler {
  readonly looks: Program[] = []
  readonly #lookIndexes = new Map<PatternNode, number>()
  #steps = 0

  compile(node: PatternNode, isBackward: boolean): Program {
    const states: State[] = [{ type: 'accept' }]
    const start = this.#add(node, 0, { states, isBackward })
    return { states, start, isBackward }
  }

  /** Adds the states of a node before the state `next`, and returns the first of them. */
  #add(node: PatternNode, next: number, program: { states: State[]; isBackward: boolean }): number {
    // Counts steps rather than states, because a repetition of nothing has no states.
    if (++this.#steps > maxStates)
      throw new RangeError(`expands to more than ${maxStates.toLocaleString('en')} states; use smaller counts`)
    const push = (state: State) => program.states.push(state) - 1
    switch (node.type) {
      case 'character':
        return push({ type: 'character', test: node.test, next })
      case 'assertion':
        return push({ type: 'assertion', kind: node.kind, next })
      case 'look':
        return push({ type: 'look', look: this.#lookOf(node), isNegative: node.isNegative, next })
      case 'sequence': {
        const items = program.isBackward ? node.items : node.items.toReversed()
        return items.reduce((after, item) => this.#add(item, after, program), next)
      }
      case 'choice':
        return node.options
          .map((option) => this.#add(option, next, program))
          .reduceRight((other, first) => push({ type: 'split', next: first, other }))
      case 'repeat':
        return this.#addRepeat(node, next, program)
    }
  }

  #addRepeat(
    { item, min, max }: PatternNode & { type: 'repeat' },
    next: number,
    program: { states: State[]; isBackward: boolean },
  ): number {
    let entry = next
    if (max === Number.POSITIVE_INFINITY) {
      const split: State = { type: 'split', next: 0, other: next }
      entry = program.states.push(split) - 1
      split.next = this.#add(item, entry, program)
    } else {
      // Each optional item skips to the end, so that few states are active at once.
      for (let count = min; count < max; count++) {
        entry = program.states.push({ type: 'split', next: this.#add(item, entry, program), other: next }) - 1
      }
    }
    for (let count = 0; count < min; count++) entry = this.#add(item, entry, program)
    return entry
  }

  #lookOf(node: PatternNode & { type: 'look' }): number {
    const known = this.#lookIndexes.get(node)
    if (known !== undefined) return known
    const index = this.looks.push(this.compile(node.body, !node.isBehind)) - 1
    this.#lookIndexes.set(node, index)
    return index
  }
}
