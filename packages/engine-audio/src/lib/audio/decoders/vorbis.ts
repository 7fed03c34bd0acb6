import { EngineInputError } from '@mira/engine'
import { concatenateSamples, mixChannels, type Pcm } from '@mira/engine/audio'
import { OggVorbisDecoder } from '@wasm-audio-decoders/ogg-vorbis'
import {
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacketSink,
  type InputAudioTrack,
  OggOutputFormat,
  Output,
} from 'mediabunny'
import { checkDuration } from '../duration-limit.ts'

/** Bytes decoded at once: little enough to stop soon at the limit. */
const stepBytes = 64 * 1024

/** Decodes a track of Vorbis. */
export async function decodeVorbis(track: InputAudioTrack, maxDurationSeconds: number): Promise<Pcm> {
  const file = await toOgg(track, maxDurationSeconds)
  const decoder = new OggVorbisDecoder()
  await decoder.ready
  try {
    const parts: Float32Array[] = []
    let sampleRate = 0
    let sampleCount = 0
    for (let offset = 0; offset < file.length + stepBytes; offset += stepBytes) {
      const isPastEnd = offset >= file.length
      const decoded = isPastEnd
        ? await decoder.flush()
        : await decoder.decode(file.subarray(offset, offset + stepBytes))
      if (decoded.samplesDecoded === 0) continue
      sampleRate = decoded.sampleRate
      parts.push(mixChannels(decoded.channelData))
      sampleCount += decoded.samplesDecoded
      checkDuration(sampleCount, sampleRate, maxDurationSeconds)
    }
    return { samples: concatenateSamples(parts), sampleRate }
  } finally {
    decoder.free()
  }
}

/** The decoder reads OGG only, one stream in it; of WebM, and of OGG with pictures, such a file is made first. */
async function toOgg(track: InputAudioTrack, maxDurationSeconds: number): Promise<Uint8Array> {
  const decoderConfig = await track.getDecoderConfig()
  if (!decoderConfig)
    throw new EngineInputError("The file's Vorbis sound has no headers", 'file', { code: 'unreadable' })
  const target = new BufferTarget()
  const output = new Output({ format: new OggOutputFormat(), target })
  const source = new EncodedAudioPacketSource('vorbis')
  output.addAudioTrack(source)
  await output.start()
  for await (const packet of new EncodedPacketSink(track).packets()) {
    await source.add(packet, { decoderConfig })
    // What follows would be refused: the samples are counted as they are decoded.
    if (packet.timestamp > maxDurationSeconds + 1) break
  }
  await output.finalize()
  return new Uint8Array(target.buffer ?? new ArrayBuffer(0))
}
