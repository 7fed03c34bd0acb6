/** Pages in the background have no frames: a frame that is later than this is not waited for, in milliseconds. */
const maxFrameMs = 250
/** Duration of a frame where there are none, in milliseconds. */
const frameMs = 16

/**
 * Calls a function before the next frame is painted.
 *
 * @returns A function that cancels the call.
 */
export function onNextFrame(callback: () => void): () => void {
  const hasFrames = typeof requestAnimationFrame === 'function'
  const cancel = (): void => {
    clearTimeout(timer)
    if (hasFrames) cancelAnimationFrame(frame)
  }
  const run = (): void => {
    cancel()
    callback()
  }
  const timer = setTimeout(run, hasFrames ? maxFrameMs : frameMs)
  const frame = hasFrames ? requestAnimationFrame(run) : 0
  return cancel
}
