import { parseWav } from '@mira/engine/audio'
import type { AudioSink } from '../audio-collector.ts'

/** Decodes WAV. */
export function decodeWav(file: Uint8Array, sink: AudioSink): void {
  const header = readHeader(file)
  if (header) sink.announce(header)
  const { samples, sampleRate } = parseWav(file)
  sink.add(samples, { sampleRate, channels: header?.channels ?? 1 })
}

/** Reads format and sample count from the header. Returns undefined for a file that {@link parseWav} rejects. */
function readHeader(file: Uint8Array): Parameters<AudioSink['announce']>[0] | undefined {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  let format: { sampleRate: number; channels: number; frameBytes: number } | undefined
  for (let offset = 12; offset + 8 <= file.length; ) {
    const name = String.fromCharCode(...file.subarray(offset, offset + 4))
    const length = Math.min(view.getUint32(offset + 4, true), file.length - offset - 8)
    if (name === 'fmt ' && length >= 16) {
      const channels = view.getUint16(offset + 10, true)
      const frameBytes = channels * (view.getUint16(offset + 22, true) / 8)
      format = { channels, sampleRate: view.getUint32(offset + 12, true), frameBytes }
    }
    // A compressed encoding has less than one byte per sample; `parseWav` rejects it.
    if (name === 'data')
      return format && format.frameBytes >= 1
        ? { ...format, sampleCount: Math.floor(length / format.frameBytes) }
        : undefined
    offset += 8 + length + (length % 2)
  }
  return undefined
}
