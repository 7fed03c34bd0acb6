import {
  BufferSource,
  BufferTarget,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Input,
  MP4,
  Mp4OutputFormat,
  Output,
} from 'mediabunny'
import { clearDates } from './clear-dates.ts'

/**
 * Color space of the encoder's RGB conversion: BT.601, limited range. Without it, players would assume BT.709 for HD.
 */
const colorSpace = { primaries: 'bt709', transfer: 'bt709', matrix: 'smpte170m', fullRange: false } as const

/** Rewrites an MP4 with the index first for progressive playback, exact timestamps, and the color space. */
export async function finishMp4(file: Uint8Array, framesPerSecond: number): Promise<Uint8Array<ArrayBuffer>> {
  using input = new Input({ source: new BufferSource(file), formats: [MP4] })
  const track = await input.getPrimaryVideoTrack()
  const decoderConfig = await track?.getDecoderConfig()
  if (!track || !decoderConfig) throw new Error('The encoder gave no video')
  const target = new BufferTarget()
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'in-memory' }), target })
  const source = new EncodedVideoPacketSource('avc')
  output.addVideoTrack(source, { frameRate: framesPerSecond })
  await output.start()
  const metadata = { decoderConfig: { ...decoderConfig, colorSpace } }
  let frame = 0
  for await (const packet of new EncodedPacketSink(track).packets()) {
    // The encoder marks every frame as a keyframe; the actual type is in the frame itself.
    const type = (await track.determinePacketType(packet)) ?? packet.type
    const times = { timestamp: frame / framesPerSecond, duration: 1 / framesPerSecond }
    await source.add(packet.clone({ ...times, type }), frame === 0 ? metadata : undefined)
    frame += 1
  }
  await output.finalize()
  if (!target.buffer) throw new Error('The file could not be written')
  const finished = new Uint8Array(target.buffer)
  clearDates(finished)
  return finished
}
