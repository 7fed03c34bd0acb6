import { BodyGenerator } from './generate-body.ts'
import { hostileSchemas, hostileSums, hostileTexts } from './hostile-values.ts'
import type { Operation, Schema } from './operations.ts'
import type { Random } from './random.ts'

/** Attacker, and what it attacks. */
export interface Attacker {
  readonly url: string
  readonly key: string
  readonly random: Random
  readonly operations: readonly Operation[]
  /** Schemas of the OpenAPI document by name. */
  readonly schemas: Readonly<Record<string, Schema>>
}

/** Response of one hostile request. */
export interface Outcome {
  readonly operation: string
  /** Status, or why there was none. */
  readonly status: number | string
  /** Whether the OpenAPI document lists the status for the operation. */
  readonly isDocumented: boolean
  readonly ms: number
  /** Start of the request body and of the response, for the report. */
  readonly excerpt: string
}

/** Makes hostile requests against every operation of the API. */
export class HttpAttack {
  readonly #url: string
  readonly #key: string
  readonly #operations: readonly Operation[]
  readonly #random: Random
  readonly #bodies: BodyGenerator

  constructor({ url, key, random, operations, schemas }: Attacker) {
    this.#url = url
    this.#key = key
    this.#operations = operations
    this.#random = random
    this.#bodies = new BodyGenerator(random, schemas)
  }

  /** Makes one request and reads its response. */
  async strike(): Promise<Outcome> {
    const operation = this.#random.chance(0.35)
      ? this.#find('/v1/chat/completions')
      : this.#random.pick(this.#operations)
    const { method, path, body, form } = operation
    const url = new URL(this.#url + path.replace(/\{\w+\}/g, () => encodeURIComponent(this.#token())))
    for (const name of operation.queryNames) if (this.#random.chance(0.5)) url.searchParams.set(name, this.#token())
    const headers: Record<string, string> = { authorization: `Bearer ${this.#key}` }
    let payload: string | FormData | undefined
    if (form !== undefined && (body === undefined || this.#random.chance(0.5))) payload = this.#form(form)
    else if (body !== undefined) {
      payload = JSON.stringify(
        path === '/v1/chat/completions' && this.#random.chance(0.7) ? this.#chat() : this.#bodies.hostile(body),
      )
      headers['content-type'] = 'application/json'
    }
    return this.#send(operation, url, { method, headers, body: payload ?? null })
  }

  async #send(operation: Operation, url: URL, init: RequestInit): Promise<Outcome> {
    const startedAtMs = performance.now()
    const name = `${operation.method} ${operation.path}`
    const sent = String(init.body).slice(0, 400)
    try {
      const response = await fetch(url, { ...init, signal: AbortSignal.timeout(150_000) })
      const received = Buffer.from(await response.arrayBuffer()).toString('latin1', 0, 400)
      const { status } = response
      const isDocumented = operation.statuses.has(status) && status !== 500
      return {
        operation: name,
        status,
        isDocumented,
        ms: performance.now() - startedAtMs,
        excerpt: `${sent} -> ${received}`,
      }
    } catch (error) {
      const reason = String((error as Error).cause ?? error)
      return {
        operation: name,
        status: reason,
        isDocumented: false,
        ms: performance.now() - startedAtMs,
        excerpt: sent,
      }
    }
  }

  /** Returns a well-formed chat whose content is the attack. */
  #chat(): object {
    const random = this.#random
    const messages = [{ role: 'user', content: random.pick([...hostileTexts, ...hostileSums]) }]
    const schema = random.pick(hostileSchemas)
    const ask = [{ role: 'user', content: 'Ada, 36, lives in Omsk' }]
    return random.pick<() => object>([
      () => ({ model: 'mira', messages, stream: random.chance(0.3) }),
      () => ({
        model: 'mira',
        messages: ask,
        response_format: { type: 'json_schema', json_schema: { name: 'a', schema, strict: true } },
      }),
      () => ({
        model: 'mira',
        messages: ask,
        tools: [{ type: 'function', function: { name: 'save', parameters: schema } }],
        tool_choice: 'required',
      }),
      () => ({
        model: 'mira',
        messages: [...messages, ...messages, ...ask],
        max_tokens: random.pick([1, 2 ** 31, 1e9]),
      }),
    ])()
  }

  #form(schema: Schema): FormData {
    const form = new FormData()
    for (const name of Object.keys((schema.properties as object | undefined) ?? {})) {
      if (/file|image|mask/.test(name))
        form.set(
          name,
          new Blob([this.#file()]),
          this.#random.pick(['a.flac', 'a.wav', 'a.png', 'a.mp3', '../../a.ogg']),
        )
      else if (this.#random.chance(0.4)) form.set(name, this.#token())
    }
    return form
  }

  /** Returns a file whose header promises more than any machine holds, or noise. */
  #file(): Uint8Array<ArrayBuffer> {
    const random = this.#random
    const noise = Uint8Array.from({ length: random.pick([0, 1, 100, 50_000]) }, () => random.below(256))
    return random.pick<() => Uint8Array<ArrayBuffer>>([
      () => noise,
      () => flacBomb(noise),
      () => wavBomb(noise),
      () => pngBomb(noise),
    ])()
  }

  #token(): string {
    return this.#random.pick([
      'mira',
      '1',
      '-1',
      '9'.repeat(400),
      '\u0000',
      '../..',
      '%',
      "'",
      'a'.repeat(2_000),
      '2026-02-30',
      'job_x',
    ])
  }

  #find(path: string): Operation {
    return this.#operations.find((operation) => operation.path === path)!
  }
}

/** FLAC whose header claims 655,350 Hz, 8 channels of 32 bits and 2^36 - 1 samples. */
function flacBomb(tail: Uint8Array): Uint8Array<ArrayBuffer> {
  const header = [0x66, 0x4c, 0x61, 0x43, 0x80, 0, 0, 34, 16, 0, 16, 0, 0, 0, 0, 0, 0, 0]
  const rate = 655_350
  const packed = [rate >> 12, (rate >> 4) & 255, ((rate & 15) << 4) | (7 << 1) | 1, (15 << 4) | 15, 255, 255, 255, 255]
  return Uint8Array.from([...header, ...packed, ...new Array(16).fill(0), ...tail])
}

/** WAV whose header claims 4 GiB of samples in 65,535 channels. */
function wavBomb(tail: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.alloc(44 + tail.length)
  bytes.write('RIFF\xff\xff\xff\xffWAVEfmt ', 0, 'latin1')
  bytes.writeUInt32LE(16, 16)
  bytes.writeUInt16LE(1, 20)
  bytes.writeUInt16LE(65_535, 22)
  bytes.writeUInt32LE(4_294_967_295, 24)
  bytes.writeUInt16LE(16, 34)
  bytes.write('data\xff\xff\xff\xff', 36, 'latin1')
  bytes.set(tail, 44)
  return Uint8Array.from(bytes)
}

/** PNG whose header claims 2^31 - 1 pixels in each direction. */
function pngBomb(tail: Uint8Array): Uint8Array<ArrayBuffer> {
  const header = [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]
  return Uint8Array.from([...header, 127, 255, 255, 255, 127, 255, 255, 255, 8, 6, 0, 0, 0, 0, 0, 0, 0, ...tail])
}
