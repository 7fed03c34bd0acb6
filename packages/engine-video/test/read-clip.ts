import { execFileSync } from 'node:child_process'
import { findFfmpeg } from '@mira/test-programs/ffmpeg'
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny'

/** What a player learns of a clip, by a reader that did not write it byte for byte. */
export interface ClipFacts {
  readonly codec: string | null
  readonly width: number
  readonly height: number
  readonly durationSeconds: number
  /** Bytes of each frame, in order. */
  readonly frameBytes: readonly number[]
  /** Frames at which playing can begin, by the file's index. */
  readonly keyFrames: readonly number[]
  /** Boxes of the file in order. */
  readonly boxes: readonly string[]
}

/** Reads an MP4. */
export async function readClip(file: Uint8Array): Promise<ClipFacts> {
  using input = new Input({ source: new BufferSource(file), formats: ALL_FORMATS })
  const track = await input.getPrimaryVideoTrack()
  if (!track) throw new Error('no video track')
  const frameBytes: number[] = []
  const keyFrames: number[] = []
  for await (const packet of new EncodedPacketSink(track).packets()) {
    if (packet.type === 'key') keyFrames.push(frameBytes.length)
    frameBytes.push(packet.byteLength)
  }
  const { codec, displayWidth: width, displayHeight: height } = track
  return {
    codec,
    width,
    height,
    durationSeconds: await input.computeDuration(),
    frameBytes,
    keyFrames,
    boxes: boxesOf(file),
  }
}

function boxesOf(file: Uint8Array): string[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const boxes: string[] = []
  for (let offset = 0; offset + 8 <= file.length; ) {
    boxes.push(String.fromCharCode(...file.subarray(offset + 4, offset + 8)))
    const size = view.getUint32(offset)
    offset += size === 1 ? Number(view.getBigUint64(offset + 8)) : size
  }
  return boxes
}

const ffmpeg = findFfmpeg()

/** Whether there is an ffmpeg, an independent decoder; false only where a platform has none, packaged or its own. */
export const hasFfmpeg: boolean = ffmpeg.command !== undefined

/** Decodes a clip with ffmpeg to RGB, 3 bytes a pixel, one array a frame. */
export function decodeClip(file: Uint8Array, width: number, height: number): Uint8Array[] {
  if (ffmpeg.command === undefined) throw new Error(ffmpeg.reason)
  const options = ['-v', 'error', '-i', 'pipe:0', '-f', 'rawvideo', '-pix_fmt', 'rgb24', 'pipe:1']
  const raw = execFileSync(ffmpeg.command, options, { input: file, maxBuffer: 2 ** 30 })
  const bytes = width * height * 3
  return Array.from({ length: raw.length / bytes }, (_, frame) => raw.subarray(frame * bytes, (frame + 1) * bytes))
}
