import { EngineInputError } from '@mira/engine'
import {
  BufferSource,
  type EncodedPacket,
  EncodedPacketSink,
  Input,
  type InputAudioTrack,
  MATROSKA,
  OGG,
  WEBM,
} from 'mediabunny'
import type { AudioSink } from '../audio-collector.ts'
import { decodeOpus } from './opus.ts'
import { decodeVorbis } from './vorbis.ts'

/** Decodes the audio of OGG, WebM or Matroska: Opus or Vorbis. */
export async function decodeOggOrWebm(file: Uint8Array, sink: AudioSink): Promise<void> {
  try {
    await decodeFirstTrack(file, sink)
  } catch (error) {
    if (error instanceof EngineInputError) throw error
    // The container reader reports corrupt files with errors of many types.
    throw new EngineInputError(`The file is broken: ${error instanceof Error ? error.message : error}`, 'file', {
      code: 'unreadable',
      cause: error,
    })
  }
}

async function decodeFirstTrack(file: Uint8Array, sink: AudioSink): Promise<void> {
  using input = new Input({ source: new BufferSource(file), formats: [OGG, WEBM, MATROSKA] })
  const track = await input.getPrimaryAudioTrack()
  if (!track) throw new EngineInputError('The file has no audio track', 'file', { code: 'empty' })
  const codec = await track.getCodec()
  const packets = packetsOf(track, sink)
  if (codec === 'opus') return await decodeOpus(track, packets, sink)
  if (codec === 'vorbis') return await decodeVorbis(track, packets, sink)
  throw new EngineInputError(
    `The file's audio is ${codec ?? 'of an unknown kind'}; in OGG and WebM only Opus and Vorbis can be read`,
    'file',
    { code: 'unsupported_format' },
  )
}

/** Iterates the packets of a track and counts them. */
async function* packetsOf(track: InputAudioTrack, sink: AudioSink): AsyncGenerator<EncodedPacket, void, undefined> {
  for await (const packet of new EncodedPacketSink(track).packets()) {
    sink.countPacket()
    yield packet
  }
}
