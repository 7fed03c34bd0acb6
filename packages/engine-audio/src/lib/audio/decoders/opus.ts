import { EngineInputError } from '@mira/engine'
import { mixChannels, speechSampleRate } from '@mira/engine/audio'
import type { EncodedPacket, InputAudioTrack } from 'mediabunny'
import { OpusDecoder } from 'opus-decoder'
import type { AudioSink } from '../audio-collector.ts'

/** Decodes an Opus track directly to the sample rate of speech recognition. */
export async function decodeOpus(
  track: InputAudioTrack,
  packets: AsyncIterable<EncodedPacket>,
  sink: AudioSink,
): Promise<void> {
  const decoder = new OpusDecoder({ sampleRate: speechSampleRate, ...(await decoderLayout(track)) })
  await decoder.ready
  try {
    for await (const { data } of packets) {
      const { channelData } = decoder.decodeFrame(data)
      sink.add(mixChannels(channelData), { sampleRate: speechSampleRate, channels: channelData.length })
    }
  } finally {
    decoder.free()
  }
}

/** Reads the fields of the identification header (RFC 7845, section 5.1) that the decoder needs. */
async function decoderLayout(track: InputAudioTrack): Promise<{ channels: number; preSkip: number }> {
  const channels = await track.getNumberOfChannels()
  if (channels > 2) {
    const message = `The file's Opus audio of ${channels} channels is not supported`
    throw new EngineInputError(message, 'file', { code: 'unsupported_format' })
  }
  const header = (await track.getDecoderConfig())?.description
  if (!header) return { channels, preSkip: 0 }
  const view = ArrayBuffer.isView(header)
    ? new DataView(header.buffer, header.byteOffset, header.byteLength)
    : new DataView(header)
  // The header counts samples at 48 kHz, the decoder at its own rate.
  const preSkip = view.byteLength >= 12 ? Math.round((view.getUint16(10, true) * speechSampleRate) / 48_000) : 0
  return { channels, preSkip }
}
