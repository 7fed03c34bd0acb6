import { setImmediate } from 'node:timers/promises'
import type { WorkerContext } from '@mira/engine/worker'
import { createCanvas } from '@napi-rs/canvas'
import { createVideo } from './create-video.ts'
import { mix } from './easing.ts'
import { chooseQuantizer } from './encode/choose-quantizer.ts'
import { openClipEncoder } from './encode/clip-encoder.ts'
import { type FrameSize, frameSize } from './frame-size.ts'
import type { ClipTask, LocalClip } from './protocol.ts'
import type { Video } from './video.ts'

/** 24 as in cinema: smooth enough for motion at this speed. */
const framesPerSecond = 24

/** Part of the worker context that {@link makeClip} uses. */
export type ClipContext = Pick<WorkerContext, 'report' | 'signal'>

/**
 * Renders and encodes the clip of a task.
 *
 * @throws {EngineInputError} when the first frame cannot be decoded.
 * @throws `signal.reason` at the next frame after an abort.
 */
export async function makeClip(task: ClipTask, { report, signal }: ClipContext): Promise<LocalClip> {
  const size = frameSize(task.resolution, task.aspectRatio)
  const { durationSeconds, seed } = task
  report({ fraction: 0, stage: 'composing' })
  const video = await createVideo(task, size)
  const data = await encodeVideo(video, { ...size, durationSeconds }, { report, signal })
  const { description } = video
  return { data, mediaType: 'video/mp4', durationSeconds, ...size, framesPerSecond, description, seed }
}

async function encodeVideo(
  video: Video,
  { width, height, durationSeconds }: FrameSize & { readonly durationSeconds: number },
  { report, signal }: ClipContext,
): Promise<Uint8Array> {
  const frameCount = durationSeconds * framesPerSecond
  const readFrame = createFrameReader(video, { width, height }, frameCount)
  const format = { width, height, framesPerSecond, keyFrameEvery: framesPerSecond * 2 }
  const quantizer = await chooseQuantizer({ ...format, frameCount }, readFrame)
  const encoder = await openClipEncoder({ ...format, quantizer })
  try {
    for (let index = 0; index < frameCount; index++) {
      encoder.add(await readFrame(index))
      signal.throwIfAborted()
      report({ fraction: mix(0.03, 0.98, (index + 1) / frameCount), stage: 'drawing' })
    }
    report({ fraction: 1, stage: 'finishing' })
    return await encoder.finish()
  } finally {
    encoder.close()
  }
}

/**
 * Creates a function that draws a frame by its index. All frames share a buffer, which is valid until the next call.
 */
function createFrameReader(video: Video, { width, height }: FrameSize, frameCount: number) {
  const context = createCanvas(width, height).getContext('2d')
  const frame = new Uint8Array(width * height * 4)
  return async (index: number): Promise<Uint8Array> => {
    video.draw({ context, width, height }, { seconds: index / framesPerSecond, progress: index / (frameCount - 1) })
    frame.set(context.getImageData(0, 0, width, height).data)
    // Yield to the event loop: the buffers of `getImageData` are only freed there, and 8 MB per frame would pile up.
    await setImmediate()
    return frame
  }
}
