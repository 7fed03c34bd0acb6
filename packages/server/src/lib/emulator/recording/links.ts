/** Links to a recorded API, and what takes their place. */
export interface LinkBase {
  /** Start of links, such as `https://api.example/v1/`. */
  readonly from: string
  /** Path under which a server answers for them, such as `/v1/`. */
  readonly to: string
}

/** Headers whose value is a link. */
const linkHeaders = new Set(['location', 'content-location', 'operation-location'])

/**
 * Lets links to a recorded API lead to the server that answers for it: files of a job would otherwise be fetched from the API
 * itself. A link is a quoted URL, as in JSON; other text, which may mention the API, stays as it is.
 */
export class LinkRewriter {
  readonly #base: LinkBase
  readonly #url: string
  /** Quoted starts of links, also with slashes that are escaped as some encoders of JSON do, and what replaces them. */
  readonly #starts: readonly (readonly [from: string, to: string])[]
  #held = ''
  /** Number of links that were found. */
  count = 0

  /** @param origin - Origin of the server that answers. */
  constructor(base: LinkBase, origin: string) {
    this.#base = base
    this.#url = origin + base.to
    this.#starts = [
      [`"${base.from}`, `"${this.#url}`],
      [`"${escapeSlashes(base.from)}`, `"${escapeSlashes(this.#url)}`],
    ]
  }

  /** Returns headers with lowercase names whose links lead to the server. */
  rewriteHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, this.#rewriteHeader(name, value)]))
  }

  /** Returns the next part of a body. The end of a part that may begin a link is kept for the next one. */
  push(bytes: Uint8Array): Uint8Array {
    // One character per byte: links are ASCII.
    const text = this.#held + Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
    const replaced = this.#starts.reduce((rest, [from, to]) => {
      const parts = rest.split(from)
      this.count += parts.length - 1
      return parts.join(to)
    }, text)
    const kept = this.#lengthOfBeginning(replaced)
    if (replaced === text && kept === 0 && this.#held === '') return bytes
    this.#held = replaced.slice(replaced.length - kept)
    return Buffer.from(replaced.slice(0, replaced.length - kept), 'latin1')
  }

  /** Returns what was kept. */
  end(): Uint8Array {
    const rest = Buffer.from(this.#held, 'latin1')
    this.#held = ''
    return rest
  }

  #rewriteHeader(name: string, value: string): string {
    if (!linkHeaders.has(name) || !value.startsWith(this.#base.from)) return value
    this.count += 1
    return this.#url + value.slice(this.#base.from.length)
  }

  /** Returns the length of the longest end of a text with which a link may begin. */
  #lengthOfBeginning(text: string): number {
    const lengths = this.#starts.map(([from]) => {
      let length = Math.min(from.length - 1, text.length)
      while (length > 0 && !text.endsWith(from.slice(0, length))) length -= 1
      return length
    })
    return Math.max(...lengths)
  }
}

function escapeSlashes(text: string): string {
  return text.replaceAll('/', '\\/')
}
