import { BufferSource, EncodedPacketSink, Input, type InputAudioTrack, MATROSKA, OGG, WEBM } from 'mediabunny'
import { OpusDecoder } from 'opus-decoder'
import { EngineInputError } from '../../engine.ts'
import { concatenateSamples } from '../concatenate.ts'
import { checkDuration } from '../duration-limit.ts'
import { mixChannels, type Pcm, speechSampleRate } from '../pcm.ts'

/** Decodes Opus in OGG, WebM or Matroska, straight at the rate that recognition takes. */
export async function decodeOpus(file: Uint8Array, maxDurationSeconds: number): Promise<Pcm> {
  using input = new Input({ source: new BufferSource(file), formats: [OGG, WEBM, MATROSKA] })
  const track = await input.getPrimaryAudioTrack().catch((error: unknown) => {
    throw new EngineInputError(`The file is broken: ${error instanceof Error ? error.message : error}`, 'file')
  })
  if (!track) throw new EngineInputError('The file has no sound track', 'file')
  const codec = await track.getCodec()
  if (codec !== 'opus')
    throw new EngineInputError(
      `The file's sound is ${codec ?? 'of an unknown kind'}; in OGG and WebM only Opus can be read`,
      'file',
    )
  return { samples: await decodeTrack(track, maxDurationSeconds), sampleRate: speechSampleRate }
}

async function decodeTrack(track: InputAudioTrack, maxDurationSeconds: number): Promise<Float32Array> {
  const decoder = new OpusDecoder({ sampleRate: speechSampleRate, ...(await decoderLayout(track)) })
  await decoder.ready
  try {
    const parts: Float32Array[] = []
    let sampleCount = 0
    for await (const packet of new EncodedPacketSink(track).packets()) {
      const { channelData } = decoder.decodeFrame(packet.data)
      const part = mixChannels(channelData)
      parts.push(part)
      sampleCount += part.length
      checkDuration(sampleCount, speechSampleRate, maxDurationSeconds)
    }
    return concatenateSamples(parts)
  } finally {
    decoder.free()
  }
}

/** The parts of the identification header (RFC 7845, section 5.1) that the decoder must know. */
async function decoderLayout(track: InputAudioTrack): Promise<{ channels: number; preSkip: number }> {
  const channels = await track.getNumberOfChannels()
  if (channels > 2) throw new EngineInputError(`Opus of ${channels} channels is not supported`, 'file')
  const header = (await track.getDecoderConfig())?.description
  if (!header) return { channels, preSkip: 0 }
  const view = ArrayBuffer.isView(header)
    ? new DataView(header.buffer, header.byteOffset, header.byteLength)
    : new DataView(header)
  // The header counts at 48 kHz, the decoder at its own rate.
  const preSkip = view.byteLength >= 12 ? Math.round((view.getUint16(10, true) * speechSampleRate) / 48_000) : 0
  return { channels, preSkip }
}
