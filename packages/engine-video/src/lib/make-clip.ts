import { setImmediate } from 'node:timers/promises'
import type { Clip } from '@mira/engine'
import type { WorkerContext } from '@mira/engine/worker'
import { createCanvas } from '@napi-rs/canvas'
import { createFilm } from './create-film.ts'
import { mix } from './easing.ts'
import { chooseQuantizer } from './encode/choose-quantizer.ts'
import { openClipEncoder } from './encode/clip-encoder.ts'
import type { Film } from './film.ts'
import { type FrameSize, frameSize } from './frame-size.ts'
import type { ClipTask } from './protocol.ts'

/** 24 as in films: smooth for moves of this speed. */
const framesPerSecond = 24

/** The parts of a worker's context that {@link makeClip} uses. */
export type ClipContext = Pick<WorkerContext, 'report' | 'signal'>

/**
 * Makes the clip of a task.
 *
 * @throws {EngineInputError} for a first frame that cannot be decoded.
 * @throws `signal.reason` at the next frame after an abort.
 */
export async function makeClip(task: ClipTask, { report, signal }: ClipContext): Promise<Clip> {
  const size = frameSize(task.resolution, task.aspectRatio)
  const { durationSeconds, seed } = task
  report({ fraction: 0, stage: 'composing' })
  const film = await createFilm(task, size)
  const data = await encodeFilm(film, { ...size, durationSeconds }, { report, signal })
  const { description } = film
  return { data, mediaType: 'video/mp4', durationSeconds, ...size, framesPerSecond, description, seed }
}

async function encodeFilm(
  film: Film,
  { width, height, durationSeconds }: FrameSize & { readonly durationSeconds: number },
  { report, signal }: ClipContext,
): Promise<Uint8Array> {
  const frameCount = durationSeconds * framesPerSecond
  const readFrame = createFrameReader(film, { width, height }, frameCount)
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

/** Draws frames by their index, each into the same buffer: it holds until the next one is read. */
function createFrameReader(film: Film, { width, height }: FrameSize, frameCount: number) {
  const context = createCanvas(width, height).getContext('2d')
  const frame = new Uint8Array(width * height * 4)
  return async (index: number): Promise<Uint8Array> => {
    film.draw({ context, width, height }, { seconds: index / framesPerSecond, progress: index / (frameCount - 1) })
    frame.set(context.getImageData(0, 0, width, height).data)
    // The buffers of `getImageData` are freed on the event loop only: without a turn of it, 8 MB a frame pile up.
    await setImmediate()
    return frame
  }
}
