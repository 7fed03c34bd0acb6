import sharp from 'sharp'

/**
 * Limits memory and threads of libvips in this process: at most two threads per image, because each has its own
 * buffers, and no operation cache, because it would retain images after the calls.
 */
export function limitSharp(): void {
  sharp.concurrency(Math.min(2, sharp.concurrency()))
  sharp.cache(false)
}
