import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync } from 'node:fs'
import { link, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Document, visit } from 'yaml'
import type { Logger } from '../../logger.ts'
import { digestOf } from './describe-request.ts'
import { isText, type RecordedRequest, type RecordedSocket, toContent } from './exchange.ts'
import { maskBody, maskRecordedHeaders } from './mask-recording.ts'
import type { RelayedResponse } from './relay-response.ts'

const note = ' Recorded by mira-server. Secrets are masked; times are in milliseconds since the request.'

/** File endings of media types that a reader of a directory recognizes. */
const endings: Readonly<Record<string, string>> = {
  'audio/mpeg': 'mp3',
  'audio/wav': 'wav',
  'audio/ogg': 'ogg',
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'video/mp4': 'mp4',
}

/** File of a recording: reserved when the request begins, so that the order of files is that of the requests. */
export interface RecordingFile {
  /** Name without an extension: `0001-post-v1-chat-completions`. */
  readonly name: string
}

/** Writes recorded exchanges, one file each. A file exists only when it is complete. */
export class Recorder {
  readonly #directory: string
  readonly #logger: Logger
  /** Files that this recorder has written. */
  readonly written = new Set<string>()
  readonly #saving = new Set<Promise<void>>()
  #last: number

  /** @throws The system error when the directory cannot be created. */
  constructor(directory: string, logger: Logger) {
    this.#directory = resolve(directory)
    this.#logger = logger
    mkdirSync(this.#directory, { recursive: true })
    const numbers = readdirSync(this.#directory).map((name) => Number(/^(\d{4,})-/.exec(name)?.[1] ?? 0))
    this.#last = Math.max(0, ...numbers)
  }

  /** Reserves the name of a file. */
  begin({ method, path }: Pick<RecordedRequest, 'method' | 'path'>): RecordingFile {
    this.#last += 1
    const place = path.replace(/[^A-Za-z0-9]+/g, '-').slice(0, 60)
    return { name: `${String(this.#last).padStart(4, '0')}-${method.toLowerCase()}${place}`.replace(/-$/, '') }
  }

  /** Writes an exchange over HTTP. A failure is logged, since the caller has its response. */
  saveResponse(file: RecordingFile, request: RecordedRequest, relayed: RelayedResponse): Promise<void> {
    return this.#attempt(file, async () => {
      const response = isText(relayed.headers) ? describeText(relayed) : await this.#saveBytes(file, relayed)
      await this.#save(`${file.name}.yaml`, toYaml({ request, response }))
    })
  }

  /** Writes the exchange of a socket. */
  saveSocket(file: RecordingFile, request: RecordedRequest, socket: RecordedSocket): Promise<void> {
    return this.#attempt(file, () => this.#save(`${file.name}.yaml`, toYaml({ request, socket })))
  }

  /** Resolves when everything passed to this recorder is written, or has failed. */
  async settled(): Promise<void> {
    while (this.#saving.size > 0) await Promise.all(this.#saving)
  }

  #attempt(file: RecordingFile, write: () => Promise<void>): Promise<void> {
    const saving = this.#write(file, write).finally(() => this.#saving.delete(saving))
    this.#saving.add(saving)
    return saving
  }

  async #write({ name }: RecordingFile, write: () => Promise<void>): Promise<void> {
    // What was passed on is written to the connection before the processor is busy with the file.
    await new Promise((resolve) => setImmediate(resolve))
    try {
      await write()
    } catch (err) {
      this.#logger.error({ directory: this.#directory, name, err }, 'an exchange could not be recorded')
    }
  }

  async #saveBytes({ name }: RecordingFile, relayed: RelayedResponse) {
    const { chunks, headers } = relayed
    const body = Buffer.concat(chunks.map(({ bytes }) => bytes))
    const mediaType = (headers['content-type'] ?? '').split(';')[0]!
    const file = `${name}.${endings[mediaType] ?? 'bin'}`
    await this.#save(file, body)
    return {
      ...describeHead(relayed),
      file,
      sha256: digestOf(body),
      chunks: chunks.map(({ atMs, bytes }) => ({ atMs: round(atMs), bytes: bytes.byteLength })),
    }
  }

  /** Writes a file under another name first, so that none is ever incomplete, and replaces none. */
  async #save(name: string, content: string | Uint8Array): Promise<void> {
    const path = join(this.#directory, name)
    // The ending is none that fixtures are read from.
    const temporary = join(this.#directory, `.${name}.${randomBytes(6).toString('hex')}.tmp`)
    await mkdir(this.#directory, { recursive: true })
    this.written.add(path)
    try {
      await writeFile(temporary, content, { mode: 0o600, flush: true })
      await publish(temporary, path)
    } finally {
      await rm(temporary, { force: true })
    }
  }
}

/** Gives a complete file its name, without replacing another one where the file system supports links. */
async function publish(temporary: string, path: string): Promise<void> {
  try {
    await link(temporary, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error
    // A file system without links.
    await rename(temporary, path)
  }
}

function toYaml(exchange: object): string {
  const document = new Document({ exchanges: [exchange] })
  visit(document, {
    Scalar(_key, node) {
      if (typeof node.value === 'string' && !isPlainText(node.value)) node.type = 'QUOTE_DOUBLE'
    },
  })
  return `#${note}\n${document.toString({ lineWidth: 0, blockQuote: 'literal', doubleQuotedAsJSON: true })}`
}

/** Returns whether a text survives a block: no line begins or ends with white space, or has characters that end it. */
function isPlainText(text: string): boolean {
  const lines = text.split('\n')
  return lines[0] !== '' && lines.every((line) => line === '' || plainLine.test(line))
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they would not survive.
const plainLine = /^\S(?:[^\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]*\S)?$/

function describeHead({ status, headers, headAtMs, endAtMs, isComplete, links }: RelayedResponse) {
  // The date is that of the replay.
  const { date: _, ...kept } = headers
  return {
    status,
    headers: maskRecordedHeaders(kept),
    headAtMs: round(headAtMs),
    endAtMs: round(endAtMs),
    ...(isComplete ? {} : { isComplete }),
    ...(links === undefined ? {} : { links }),
  }
}

/** Describes a response of text; secrets are masked across the borders of its chunks. */
function describeText(relayed: RelayedResponse) {
  const body = maskBody(Buffer.concat(relayed.chunks.map(({ bytes }) => bytes)))
  let start = 0
  const chunks = relayed.chunks.map(({ atMs, bytes }) => {
    const part = body.subarray(start, start + bytes.byteLength)
    start += bytes.byteLength
    return { atMs: round(atMs), ...toContent(part) }
  })
  return { ...describeHead(relayed), chunks }
}

/** Rounds a time to microseconds. */
export function round(ms: number): number {
  return Math.round(ms * 1_000) / 1_000
}
