import alawmulaw from 'alawmulaw'
import type { AudioFormat } from '../wire/realtime-session.ts'

/** Decodes bytes of the wire to samples; an odd byte at the end of `pcm16` is ignored. */
export function decodeSamples(bytes: Buffer, { codec }: AudioFormat): Int16Array {
  switch (codec) {
    case 'pcm16': {
      const samples = new Int16Array(bytes.length >> 1)
      for (let index = 0; index < samples.length; index++) {
        samples[index] = bytes[index * 2]! | (bytes[index * 2 + 1]! << 8)
      }
      return samples
    }
    case 'g711_ulaw':
      return alawmulaw.mulaw.decode(bytes)
    case 'g711_alaw':
      return alawmulaw.alaw.decode(bytes)
  }
}

/** Encodes 16-bit little-endian samples, as produced by engines, to bytes of the wire. */
export function encodeSamples(pcm: Uint8Array, { codec }: AudioFormat): Buffer {
  const bytes = Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength)
  if (codec === 'pcm16') return bytes
  const samples = decodeSamples(bytes, { codec: 'pcm16', sampleRate: 0 })
  const { alaw, mulaw } = alawmulaw
  return Buffer.from(codec === 'g711_ulaw' ? mulaw.encode(samples) : alaw.encode(samples))
}

/** Returns the number of bytes per second of audio. */
export function bytesPerSecond({ codec, sampleRate }: AudioFormat): number {
  return sampleRate * (codec === 'pcm16' ? 2 : 1)
}
