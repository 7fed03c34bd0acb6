import { BufferSource, EncodedPacketSink, Input, MP4 } from 'mediabunny'
import { clamp } from '../easing.ts'
import { type ClipEncoderOptions, openClipEncoder } from './clip-encoder.ts'

/** Quantizer range: at 24, neither drawings nor photos show blocks; above 36, both do. */
const finest = 24
const coarsest = 36
/** Target bytes per second for each pixel of the frame: 1 MB/s at 1080p, 0.44 at 720p. */
const bytesPerPixel = 0.48
/** Sample positions, as fractions of the clip. */
const places = [0.2, 0.5, 0.8]

/** Options for {@link chooseQuantizer}. */
export interface QuantizerOptions extends Omit<ClipEncoderOptions, 'quantizer'> {
  readonly frameCount: number
}

/**
 * Chooses the quantizer that keeps the file at a reasonable size, by encoding three pairs of frames. Rain over a meadow
 * takes six times as much as a drawn sky; a fixed setting would blur one or bloat the other.
 */
export async function chooseQuantizer(
  options: QuantizerOptions,
  readFrame: (index: number) => Promise<Uint8Array>,
): Promise<number> {
  const { width, height, framesPerSecond, keyFrameEvery, frameCount } = options
  const encoder = await openClipEncoder({ ...options, quantizer: finest, keyFrameEvery: 2 })
  try {
    for (const place of places) {
      const index = Math.floor(place * (frameCount - 2))
      encoder.add(await readFrame(index))
      encoder.add(await readFrame(index + 1))
    }
    const { key, between } = await meanFrameBytes(await encoder.finish())
    const keysPerSecond = framesPerSecond / keyFrameEvery
    const bytesPerSecond = key * keysPerSecond + between * (framesPerSecond - keysPerSecond)
    const excess = bytesPerSecond / (bytesPerPixel * width * height)
    return Math.round(clamp(finest + 6 * Math.log2(excess), finest, coarsest))
  } finally {
    encoder.close()
  }
}

async function meanFrameBytes(file: Uint8Array): Promise<{ key: number; between: number }> {
  using input = new Input({ source: new BufferSource(file), formats: [MP4] })
  const track = await input.getPrimaryVideoTrack()
  if (!track) throw new Error('The encoder gave no video')
  const sums = { key: 0, between: 0 }
  for await (const packet of new EncodedPacketSink(track).packets())
    sums[packet.type === 'key' ? 'key' : 'between'] += packet.byteLength / places.length
  return sums
}
