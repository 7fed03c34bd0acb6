import type { RealtimeEvent } from '../server-event.ts'

/** Message length above which reading the audio by its position is cheaper than parsing the message. */
const minBytes = 512
const quote = 0x22
const deltaKey = /* @__PURE__ */ Buffer.from('"delta":')
/** Stands for the audio while the rest is parsed. Random, so that a server cannot send it in a second `delta`. */
const placeholder = /* @__PURE__ */ crypto.randomUUID()

/**
 * Reads an audio event without parsing its audio, which is most of its size. The result is that of `JSON.parse`.
 *
 * @param frame - Payload of the frame as received, in UTF-8.
 * @returns The event, or `undefined` for every other message, and for one that needs the full parser because its audio
 * is short or no padded base64, or `delta` occurs more than once.
 */
export function readAudioDelta(frame: Buffer): RealtimeEvent<'response.audio.delta'> | undefined {
  if (frame.length < minBytes) return undefined
  const key = frame.indexOf(deltaKey)
  const start = frame.indexOf(quote, key + deltaKey.length) + 1
  const end = frame.indexOf(quote, start)
  if (key < 0 || end - start < minBytes / 2) return undefined
  const event = parse(frame.toString('utf8', 0, start) + placeholder + frame.toString('utf8', end))
  if (event?.delta !== placeholder || !isAudio(event.type)) return undefined
  const delta = frame.toString('latin1', start, end)
  const audio = decodeStrictly(delta)
  if (!audio) return undefined
  // Faster than `Object.assign`.
  event.type = 'response.audio.delta'
  event.delta = delta
  event.audio = audio
  return event as RealtimeEvent<'response.audio.delta'>
}

const isAudio = (type: unknown): boolean => type === 'response.audio.delta' || type === 'response.output_audio.delta'

function parse(text: string): { type?: unknown; delta?: unknown; audio?: unknown } | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Decodes padded base64 into a buffer of its own; returns `undefined` for any other text. */
function decodeStrictly(text: string): Uint8Array<ArrayBuffer> | undefined {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const length = (text.length * 3) / 4 - padding
  if (!Number.isInteger(length)) return undefined
  const bytes = new Uint8Array(length)
  // Invalid characters are skipped, so that fewer bytes are written.
  return Buffer.from(bytes.buffer).write(text, 'base64') === length ? bytes : undefined
}
