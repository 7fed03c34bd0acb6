/** Mono audio with 16-bit samples. */
export interface Wav {
  readonly samples: Int16Array
  readonly sampleRate: number
}

const headerBytes = 44

/** Encodes samples as a WAV file. */
export function toWav({ samples, sampleRate }: Wav): Uint8Array {
  const file = new Uint8Array(headerBytes + samples.length * 2)
  const view = new DataView(file.buffer)
  const write = (offset: number, text: string): void => file.set(new TextEncoder().encode(text), offset)
  write(0, 'RIFF')
  view.setUint32(4, file.length - 8, true)
  write(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, sampleRate, true)
  view.setUint32(28, sampleRate * 2, true)
  view.setUint16(32, 2, true)
  view.setUint16(34, 16, true)
  write(36, 'data')
  view.setUint32(40, samples.length * 2, true)
  samples.forEach((sample, index) => {
    view.setInt16(headerBytes + index * 2, sample, true)
  })
  return file
}

/**
 * Parses a WAV file of 16-bit PCM. Multiple channels are averaged to mono.
 *
 * @throws {TypeError} when the file has another format.
 */
export function parseWav(file: Uint8Array): Wav {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const chunks = findChunks(file, view)
  const format = chunks.get('fmt ')
  const data = chunks.get('data')
  if (!format || !data || view.getUint16(format.start, true) !== 1 || view.getUint16(format.start + 14, true) !== 16) {
    throw new TypeError('expected a WAV file of 16-bit PCM')
  }
  const channels = view.getUint16(format.start + 2, true)
  const samples = new Int16Array(Math.floor(data.length / 2 / channels))
  for (let frame = 0; frame < samples.length; frame += 1) {
    let sum = 0
    for (let channel = 0; channel < channels; channel += 1) {
      sum += view.getInt16(data.start + (frame * channels + channel) * 2, true)
    }
    samples[frame] = sum / channels
  }
  return { samples, sampleRate: view.getUint32(format.start + 4, true) }
}

interface Chunk {
  readonly start: number
  readonly length: number
}

function findChunks(file: Uint8Array, view: DataView): Map<string, Chunk> {
  const chunks = new Map<string, Chunk>()
  for (let offset = 12; offset + 8 <= file.length; ) {
    const name = new TextDecoder().decode(file.subarray(offset, offset + 4))
    // A file written as a stream may declare a length larger than its actual one.
    const length = Math.min(view.getUint32(offset + 4, true), file.length - offset - 8)
    chunks.set(name, { start: offset + 8, length })
    // Chunks start at even offsets.
    offset += 8 + length + (length % 2)
  }
  return chunks
}
