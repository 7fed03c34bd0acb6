import { EngineInputError } from '@mira/engine'
import { mixChannels } from '@mira/engine/audio'
import { OggVorbisDecoder } from '@wasm-audio-decoders/ogg-vorbis'
import {
  BufferTarget,
  EncodedAudioPacketSource,
  type EncodedPacket,
  type InputAudioTrack,
  OggOutputFormat,
  Output,
} from 'mediabunny'
import type { AudioFormat, AudioSink } from '../audio-collector.ts'

/**
 * Bytes decoded per step. They may hold 500 packets of 4,096 samples: in 8 channels, 64 MB before the limits are checked.
 */
const stepBytes = 1_024

/** Maximum number of channels, as for WAV and FLAC; the format allows 255. */
const maxChannels = 8

/** Decodes a Vorbis track. */
export async function decodeVorbis(
  track: InputAudioTrack,
  packets: AsyncIterable<EncodedPacket>,
  sink: AudioSink,
): Promise<void> {
  const decoderConfig = await track.getDecoderConfig()
  const format = decoderConfig?.description && readIdentification(decoderConfig.description)
  if (!format) throw new EngineInputError("The file's Vorbis audio has no headers", 'file', { code: 'unreadable' })
  sink.announce(format)
  if (format.channels > maxChannels) {
    const message = `The file's Vorbis audio of ${format.channels} channels is not supported`
    throw new EngineInputError(message, 'file', { code: 'unsupported_format' })
  }
  const file = await toOgg(packets, decoderConfig)
  const decoder = new OggVorbisDecoder()
  await decoder.ready
  try {
    for (let offset = 0; offset < file.length; offset += stepBytes)
      add(await decoder.decode(file.subarray(offset, offset + stepBytes)))
    add(await decoder.flush())
  } finally {
    decoder.free()
  }

  function add({ channelData, samplesDecoded, sampleRate }: Awaited<ReturnType<typeof decoder.flush>>): void {
    if (samplesDecoded > 0) sink.add(mixChannels(channelData), { sampleRate, channels: channelData.length })
  }
}

/**
 * Reads the identification header (Vorbis I, section 4.2.2), which is what the decoder obeys: the fields of a container may
 * differ.
 */
function readIdentification(headers: AllowSharedBufferSource): AudioFormat | undefined {
  const bytes = ArrayBuffer.isView(headers)
    ? Buffer.from(headers.buffer, headers.byteOffset, headers.byteLength)
    : Buffer.from(headers)
  const start = bytes.indexOf('\x01vorbis')
  if (start < 0 || bytes.length < start + 16) return undefined
  return { channels: bytes.readUInt8(start + 11), sampleRate: bytes.readUInt32LE(start + 12) }
}

/** Remuxes WebM, and OGG with images, into an OGG file with a single stream, the only input the decoder supports. */
async function toOgg(packets: AsyncIterable<EncodedPacket>, decoderConfig: AudioDecoderConfig): Promise<Uint8Array> {
  const target = new BufferTarget()
  const output = new Output({ format: new OggOutputFormat(), target })
  const source = new EncodedAudioPacketSource('vorbis')
  output.addAudioTrack(source)
  await output.start()
  for await (const packet of packets) await source.add(packet, { decoderConfig })
  await output.finalize()
  return new Uint8Array(target.buffer ?? new ArrayBuffer(0))
}
