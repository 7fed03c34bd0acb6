import { readFileSync } from 'node:fs'
import { WasiHost } from '../audio/wasi/wasi-host.ts'
import type { RecognizedWord, RecognizerMode } from './protocol.ts'
import { speechModel } from './speech-model.ts'

/** Exports of `recognizer.c`. */
interface RecognizerExports {
  readonly memory: WebAssembly.Memory
  allocate(size: number): number
  release(pointer: number): void
  open_decoder(options: number, size: number): number
  start_utterance(): number
  feed(samples: number, count: number, isWhole: number): number
  end_utterance(): number
  hypothesis(): number
  segments(): number
}

const commonOptions = {
  '-hmm': '/en-us',
  '-dict': '/cmudict-en-us.dict',
  '-lm': '/en-us.lm.bin',
  // When enabled, timestamps would only count what the built-in detector classifies as speech.
  '-remove_silence': 'no',
  // The host has no shared mappings; otherwise the decoder would try them first.
  '-mmap': 'no',
}

/** The second and third pass add 0.2 to 0.7 s after the last word: too long for a conversation. */
const optionsByMode = { file: {}, live: { '-fwdflat': 'no', '-bestpath': 'no' } } as const

/** Decoder frames per second. */
const frameRate = 100

/** A PocketSphinx decoder with its English models (134 MB). Blocks its process while decoding. */
export class Recognizer {
  readonly #exports: RecognizerExports
  /** Snapshot of the module's memory after startup. */
  readonly #fresh: Uint8Array
  #isInUtterance = false

  constructor(modulePath: string, mode: RecognizerMode) {
    const host = new WasiHost({ readFile: readModel })
    this.#exports = host.start(new WebAssembly.Module(readFileSync(modulePath))) as unknown as RecognizerExports
    const options = Object.entries({ ...commonOptions, ...optionsByMode[mode] })
    const bytes = new TextEncoder().encode(options.flatMap((pair) => pair.map((part) => `${part}\0`)).join(''))
    const code = this.#lend(bytes, (pointer) => this.#exports.open_decoder(pointer, bytes.length))
    if (code !== 0) throw new Error(`The speech recognizer did not open its models (code ${code})`)
    this.#fresh = mode === 'file' ? new Uint8Array(this.#exports.memory.buffer).slice() : new Uint8Array(0)
  }

  /** Whether long audio has grown the memory, which cannot shrink: the recognizer should be replaced. */
  get hasGrown(): boolean {
    return this.#fresh.length > 0 && this.#exports.memory.buffer.byteLength > this.#fresh.length
  }

  /**
   * Recognizes a whole utterance. The result does not depend on previous audio.
   *
   * The decoder retains state from previous audio, above all noise, that its API cannot clear. Its memory is therefore
   * restored to the snapshot taken after startup: 128 MiB in about 20 ms, while reopening takes 300 ms.
   */
  recognize(samples: Int16Array): RecognizedWord[] {
    new Uint8Array(this.#exports.memory.buffer).set(this.#fresh)
    this.#start()
    this.#feed(samples, true)
    return this.finish()
  }

  /** Appends audio to the current utterance, or starts one, and returns the preliminary text. */
  feed(samples: Int16Array): string {
    if (!this.#isInUtterance) this.#start()
    this.#feed(samples, false)
    const words = this.#readText(this.#exports.hypothesis()).split(' ')
    return words.map(plainWord).filter(Boolean).join(' ')
  }

  /** Finishes the utterance and returns its words. */
  finish(): RecognizedWord[] {
    if (!this.#isInUtterance) return []
    this.#isInUtterance = false
    this.#exports.end_utterance()
    return parseSegments(this.#readText(this.#exports.segments()))
  }

  #start(): void {
    if (this.#exports.start_utterance() !== 0) throw new Error('The speech recognizer did not start an utterance')
    this.#isInUtterance = true
  }

  #feed(samples: Int16Array, isWhole: boolean): void {
    const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength)
    const code = this.#lend(bytes, (pointer) => this.#exports.feed(pointer, samples.length, isWhole ? 1 : 0))
    if (code < 0) throw new Error('The speech recognizer rejected the audio')
  }

  #lend<Result>(bytes: Uint8Array, use: (pointer: number) => Result): Result {
    const pointer = this.#exports.allocate(bytes.length)
    if (pointer === 0 && bytes.length > 0) throw new Error('The speech recognizer is out of memory')
    new Uint8Array(this.#exports.memory.buffer).set(bytes, pointer)
    try {
      return use(pointer)
    } finally {
      this.#exports.release(pointer)
    }
  }

  #readText(pointer: number): string {
    const memory = new Uint8Array(this.#exports.memory.buffer)
    return new TextDecoder().decode(memory.subarray(pointer, memory.indexOf(0, pointer)))
  }
}

/** Reads a model file. The decoder also probes for optional files, which yield undefined. */
function readModel(path: string): Uint8Array | undefined {
  const name = `speech-model/${path.replace(/^\//, '')}`
  return speechModel.has(name) ? speechModel.read(name) : undefined
}

/** Strips the variant from `and(2)`, an alternative pronunciation; `<sil>` and `[NOISE]` are not words. */
function plainWord(word: string): string {
  return /^[<[+]/.test(word) ? '' : word.replace(/\(\d+\)$/, '')
}

function parseSegments(table: string): RecognizedWord[] {
  const rows = table
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split('\t'))
  // Frame numbers continue across the utterances of a decoder.
  const origin = Number(rows[0]?.[1] ?? 0)
  return rows.flatMap(([word = '', first, last, confidence]) => {
    const plain = plainWord(word)
    if (plain === '') return []
    const start = (Number(first) - origin) / frameRate
    const end = (Number(last) - origin + 1) / frameRate
    return [{ word: plain, start, end, confidence: Math.min(1, Number(confidence)) }]
  })
}
