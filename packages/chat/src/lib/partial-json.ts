import { parseJson } from '@mira/core/internal'
import { defineField } from './define-field.ts'

/** A list or an object that has not ended. */
interface Container {
  readonly value: unknown[] | Record<string, unknown>
  /** Name of the field whose value follows; `undefined` in a list, and before a name. */
  name: string | undefined
  entries: number
}

/** Separators, then a bracket, a quote, or a number or word up to its end. */
const tokenPattern = /[\s,:]*([[\]{}"]|[^\s,:[\]{}"]+)/y
/** Text of a string up to its next escape or its end. */
const textPattern = /[^"\\]*/y
/** An escape; that of the first half of a surrogate pair with the second half, if it follows. */
const escapePattern =
  /\\(?:ud[89ab][\da-f]{2}(?:\\ud[c-f][\da-f]{2}|(?=[^\\]|\\(?:[^u]|u[^d]|ud[^c-f])))|u(?!d[89ab])[\da-f]{4}|[^u])/iy
/** Length of an incomplete token beyond which it is not waited for: no number or escape is as long. */
const maxTokenLength = 1_000

/**
 * Parses JSON that arrives in pieces, each character once. The value so far contains complete numbers, booleans and
 * nulls, strings as far as they have been received, and fields whose value has begun, so that it only grows.
 *
 * Text that is not JSON ends the value. It is not an error, because only a strict parser can judge the whole text.
 */
export class PartialJson {
  /** Whether the value has changed since it was last read. */
  hasChanged = false
  /** Number of entries that reading the value copies: those of the lists and objects that have not ended. */
  copiedEntries = 0
  readonly #containers: Container[] = []
  /** The string that has not ended, if there is one. */
  #text: string | undefined
  #root: unknown
  #isOver = false
  /** Incomplete token at the end of the last piece. */
  #rest = ''

  /** Parses the next piece. */
  push(piece: string): void {
    const text = this.#rest + piece
    let start = 0
    while (start < text.length && !this.#isOver) {
      const end = this.#text === undefined ? this.#readToken(text, start) : this.#readText(text, start, this.#text)
      if (end === start) break
      start = end
    }
    this.#rest = this.#isOver ? '' : text.slice(start)
    if (this.#rest.length > maxTokenLength) this.#isOver = true
  }

  /**
   * Returns the value so far; `undefined` if there is none. What has ended is shared by all values, and not modified
   * any more; the rest is copied.
   */
  read(): unknown {
    this.hasChanged = false
    let value: unknown = this.#isAtName() ? undefined : this.#text
    for (let index = this.#containers.length - 1; index >= 0; index -= 1) {
      const container = this.#containers[index] as Container
      const copy = Array.isArray(container.value) ? [...container.value] : { ...container.value }
      if (value !== undefined) setEntry({ ...container, value: copy }, value)
      value = copy
    }
    return value ?? this.#root
  }

  /** Reads a token outside of strings. @returns Its end; `start` if it may be incomplete. */
  #readToken(text: string, start: number): number {
    tokenPattern.lastIndex = start
    const [all, token] = tokenPattern.exec(text) ?? []
    if (!all || !token) return text.length
    const end = start + all.length
    if (token === '"') this.#open('')
    else if (token === '{') this.#begin({})
    else if (token === '[') this.#begin([])
    else if (token === '}' || token === ']') this.#end()
    else if (end === text.length) return start
    else this.#addLiteral(parseJson(token))
    return end
  }

  /** Reads a piece of a string. @returns Its end; `start` if it may be incomplete. */
  #readText(text: string, start: number, earlier: string): number {
    textPattern.lastIndex = start
    const [plain = ''] = textPattern.exec(text) ?? []
    const isHalf = start + plain.length === text.length && /[\ud800-\udbff]$/.test(plain)
    const whole = isHalf ? plain.slice(0, -1) : plain
    if (whole) this.#open(earlier + whole)
    if (plain) return start + whole.length
    if (text[start] === '"') {
      this.#close(earlier)
      return start + 1
    }
    escapePattern.lastIndex = start
    const [escaped] = escapePattern.exec(text) ?? []
    if (!escaped) return start
    const decoded = parseJson(`"${escaped}"`)
    if (typeof decoded === 'string') this.#open(earlier + decoded)
    else this.#isOver = true
    return start + escaped.length
  }

  /** Whether the next string is the name of a field. */
  #isAtName(): boolean {
    const container = this.#containers.at(-1)
    return container !== undefined && !Array.isArray(container.value) && container.name === undefined
  }

  #open(text: string): void {
    this.#text = text
    this.hasChanged ||= !this.#isAtName()
  }

  #close(text: string): void {
    this.#text = undefined
    const container = this.#containers.at(-1)
    if (container && this.#isAtName()) container.name = text
    else this.#add(text)
  }

  #begin(value: Container['value']): void {
    this.#containers.push({ value, name: undefined, entries: 0 })
    this.copiedEntries += 1
    this.hasChanged = true
  }

  #end(): void {
    const container = this.#containers.pop()
    this.copiedEntries -= container ? container.entries + 1 : 0
    this.#add(container?.value)
  }

  #addLiteral(value: unknown): void {
    this.#add(value)
    this.hasChanged ||= value !== undefined
  }

  /** Adds a value to the innermost container, where a string or a container is already visible; `undefined` is not JSON. */
  #add(value: unknown): void {
    const container = this.#containers.at(-1)
    this.#isOver = value === undefined || !container || this.#isAtName()
    if (!container) this.#root = value
    if (this.#isOver || !container) return
    setEntry(container, value)
    container.entries += 1
    container.name = undefined
    this.copiedEntries += 1
  }
}

function setEntry({ value: target, name }: Container, value: unknown): void {
  if (Array.isArray(target)) target.push(value)
  else if (name === '__proto__') defineField(target, name, value)
  else if (name !== undefined) target[name] = value
}
