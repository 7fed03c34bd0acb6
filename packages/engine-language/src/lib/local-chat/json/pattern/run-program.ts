import type { Program, State } from './compile-pattern.ts'

/** Text that a program reads. */
export interface PatternText {
  readonly characters: readonly string[]
  /** Tables of the lookarounds: whether each holds at each position between characters. */
  readonly looks: readonly Uint8Array[]
  /** Counts states. */
  readonly spend: (steps: number) => void
}

/**
 * Runs a program over a text, all its states at once, so that the time is linear in the text.
 *
 * @param from - Position between characters where a match must begin; undefined for a match that begins anywhere.
 * @yields The positions where a match ends, in the order of reading.
 */
export function* runProgram(program: Program, text: PatternText, from?: number): Generator<number, void, undefined> {
  const { length } = text.characters
  const step = program.isBackward ? -1 : 1
  const begin = from ?? (program.isBackward ? length : 0)
  const run = new Run(program.states, text)
  for (let position = begin; position >= 0 && position <= length; position += step) {
    if (from === undefined || position === from) run.enter(program.start, position)
    if (run.isAccepted) yield position
    const character = text.characters[program.isBackward ? position - 1 : position]
    if (character === undefined || (from !== undefined && run.isEmpty)) return
    run.read(character, position + step)
  }
}

/** Set of active states. */
class Run {
  readonly #states: readonly State[]
  readonly #text: PatternText
  /** Position at which each state was last added, plus one. */
  readonly #added: Uint32Array
  #active: (State & { type: 'character' })[] = []
  isAccepted = false

  constructor(states: readonly State[], text: PatternText) {
    this.#states = states
    this.#text = text
    this.#added = new Uint32Array(states.length)
  }

  get isEmpty(): boolean {
    return this.#active.length === 0
  }

  /** Moves over a character to the position after it. */
  read(character: string, position: number): void {
    const before = this.#active
    this.#active = []
    this.isAccepted = false
    this.#text.spend(before.length + 1)
    for (const { test, next } of before) if (test.test(character)) this.enter(next, position)
  }

  /** Adds a state and those it leads to without a character. */
  enter(first: number, position: number): void {
    const open = [first]
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      const state = this.#states[index]
      if (!state || this.#added[index] === position + 1) continue
      this.#added[index] = position + 1
      this.#text.spend(1)
      if (state.type === 'accept') this.isAccepted = true
      else if (state.type === 'character') this.#active.push(state)
      else if (state.type === 'split') open.push(state.other, state.next)
      else if (this.#holds(state, position)) open.push(state.next)
    }
  }

  #holds(state: State & { type: 'assertion' | 'look' }, position: number): boolean {
    const { characters, looks } = this.#text
    if (state.type === 'look') return (looks[state.look]?.[position] === 1) !== state.isNegative
    if (state.kind === 'start') return position === 0
    if (state.kind === 'end') return position === characters.length
    const isBoundary = isWord(characters[position - 1]) !== isWord(characters[position])
    return isBoundary === (state.kind === 'boundary')
  }
}

function isWord(character = ''): boolean {
  return /^\w$/.test(character)
}
