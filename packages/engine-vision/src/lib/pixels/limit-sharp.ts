import sharp from 'sharp'

/**
 * Bounds the memory and threads of libvips in this process: at most two threads for one image, as each keeps buffers of
 * its own, and no cache of operations, which would hold callers' images after their calls.
 */
export function limitSharp(): void {
  sharp.concurrency(Math.min(2, sharp.concurrency()))
  sharp.cache(false)
}
