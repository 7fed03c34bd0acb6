import { EngineInputError } from '@mira/engine'
import { mixChannels } from '@mira/engine/audio'
import { OggVorbisDecoder } from '@wasm-audio-decoders/ogg-vorbis'
import {
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacketSink,
  type InputAudioTrack,
  OggOutputFormat,
  Output,
} from 'mediabunny'
import type { AudioSink } from '../audio-collector.ts'

/**
 * Bytes decoded per step. A page of them may hold 2,000 packets of 4,096 samples: in 8 channels, 0.25 GB before the
 * duration limit is checked.
 */
const stepBytes = 4_096

/** Maximum number of channels, as for WAV and FLAC; the format allows 255. */
const maxChannels = 8

/** Decodes a Vorbis track. */
export async function decodeVorbis(track: InputAudioTrack, sink: AudioSink): Promise<void> {
  const channels = await track.getNumberOfChannels()
  if (channels > maxChannels) {
    const message = `The file's Vorbis audio of ${channels} channels is not supported`
    throw new EngineInputError(message, 'file', { code: 'unsupported_format' })
  }
  sink.announce({ sampleRate: await track.getSampleRate(), channels })
  const file = await toOgg(track)
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
    if (samplesDecoded > 0) sink.add(mixChannels(channelData), { sampleRate, channels })
  }
}

/** Remuxes WebM, and OGG with images, into an OGG file with a single stream, the only input the decoder supports. */
async function toOgg(track: InputAudioTrack): Promise<Uint8Array> {
  const decoderConfig = await track.getDecoderConfig()
  if (!decoderConfig)
    throw new EngineInputError("The file's Vorbis audio has no headers", 'file', { code: 'unreadable' })
  const target = new BufferTarget()
  const output = new Output({ format: new OggOutputFormat(), target })
  const source = new EncodedAudioPacketSource('vorbis')
  output.addAudioTrack(source)
  await output.start()
  for await (const packet of new EncodedPacketSink(track).packets()) await source.add(packet, { decoderConfig })
  await output.finalize()
  return new Uint8Array(target.buffer ?? new ArrayBuffer(0))
}
