import type { RealtimeEvent } from '../server-event.ts'

/** Message length above which reading the audio by its position is cheaper than parsing the message. */
const minBytes = 512
/** Bytes in which the audio must start. */
const maxHeadBytes = 512
/** Consecutive frames without a match after which a server is assumed to vary more than the id of its events. */
const maxMisses = 16
const quote = 0x22
const deltaKey = '"delta":'
const idKey = '"event_id"'
const idCharacters = /^[\w-]+$/
/** Stands for the audio while the rest is parsed. Random, so that a server cannot send it in a second `delta`. */
const placeholder = /* @__PURE__ */ crypto.randomUUID()

type Fields = Record<string, unknown>

/** A frame whose text is repeated by the next ones, except for its audio and the id of the event. */
interface Template {
  readonly beforeId: string
  /** Text from the id to the audio. */
  readonly beforeAudio: string
  readonly afterAudio: string
  readonly fields: Fields
}

/** Reads the audio events of a connection without parsing their audio, which is most of their size. */
export class AudioDeltaReader {
  #template: Template | undefined
  #misses = 0

  /**
   * Reads an event. The result is that of `JSON.parse`.
   *
   * @param frame - Payload of the frame as received, in UTF-8.
   * @returns The event, or `undefined` for every other message, and for one that needs the full parser because its audio
   * is short or no padded base64, or `delta` occurs late or more than once.
   */
  read(frame: Buffer): RealtimeEvent<'response.audio.delta'> | undefined {
    if (frame.length < minBytes) return undefined
    const beginning = frame.toString('latin1', 0, maxHeadBytes)
    const key = beginning.indexOf(deltaKey)
    const start = beginning.indexOf('"', key + deltaKey.length) + 1
    const end = frame.indexOf(quote, start)
    if (key < 0 || start === 0 || end - start < minBytes / 2) return undefined
    const head = beginning.slice(0, start)
    const tail = frame.toString('latin1', end)
    const event = this.#match(head, tail) ?? parse(frame.toString('utf8', 0, start), frame.toString('utf8', end))
    if (!event) return undefined
    if (event.delta === placeholder) this.#learn(head, tail, event)
    const delta = frame.toString('latin1', start, end)
    const audio = decodeStrictly(delta)
    if (!audio) return undefined
    // Faster than `Object.assign`.
    event.delta = delta
    event.audio = audio
    return event as unknown as RealtimeEvent<'response.audio.delta'>
  }

  #match(head: string, tail: string): Fields | undefined {
    if (!this.#template) return undefined
    const { beforeId, beforeAudio, afterAudio, fields } = this.#template
    if (tail !== afterAudio || !head.startsWith(beforeId) || !head.endsWith(beforeAudio)) return undefined
    const event_id = head.slice(beforeId.length, -beforeAudio.length)
    if (!idCharacters.test(event_id)) return undefined
    this.#misses = 0
    return { ...fields, event_id }
  }

  /** Makes the template of a parsed event. */
  #learn(head: string, tail: string, event: Fields): void {
    this.#template = undefined
    if (this.#misses >= maxMisses) return
    this.#misses += 1
    // Without escapes, the key is at no other place.
    const [beforeKey = '', afterKey, other] = (head + tail).includes('\\') ? [] : head.split(idKey)
    if (!afterKey?.startsWith(':"') || other !== undefined || tail.includes(idKey)) return
    const idEnd = afterKey.indexOf('"', 2)
    if (afterKey.slice(2, idEnd) !== event.event_id) return
    // Objects would be shared by the events.
    if (Object.values(event).some((value) => typeof value === 'object' && value !== null)) return
    this.#template = {
      beforeId: `${beforeKey}${idKey}:"`,
      beforeAudio: afterKey.slice(idEnd),
      afterAudio: tail,
      fields: { ...event, delta: '' },
    }
  }
}

/** Parses the text around the audio; returns `undefined` if it is not that of an audio event. */
function parse(head: string, tail: string): Fields | undefined {
  let event: Fields | null
  try {
    event = JSON.parse(head + placeholder + tail)
  } catch {
    return undefined
  }
  if (event?.delta !== placeholder || !isAudio(event.type)) return undefined
  event.type = 'response.audio.delta'
  return event
}

const isAudio = (type: unknown): boolean => type === 'response.audio.delta' || type === 'response.output_audio.delta'

/** Decodes padded base64 into a buffer of its own; returns `undefined` for any other text. */
function decodeStrictly(text: string): Uint8Array<ArrayBuffer> | undefined {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const length = (text.length * 3) / 4 - padding
  if (!Number.isInteger(length)) return undefined
  // Neither zeroed nor part of the pool.
  const buffer = Buffer.allocUnsafeSlow(length)
  // Invalid characters are skipped, so that fewer bytes are written.
  return buffer.write(text, 'base64') === length ? new Uint8Array(buffer.buffer) : undefined
}
