/** Whether a reply goes on, is read to its end, or was left by its reader. */
export type ReplyState = 'open' | 'ended' | 'left'

/**
 * Reads one HTTP/1.1 reply from the bytes of a connection and hands out its body, chunked or with a length.
 *
 * @param onBody Takes the next bytes; `false` leaves the reply.
 */
export function createReplyReader(onBody: (bytes: Buffer) => boolean): (bytes: Buffer) => ReplyState {
  let rest: Buffer | undefined
  let remaining = 0
  let isChunked: boolean | undefined
  return (incoming) => {
    let bytes = rest ? Buffer.concat([rest, incoming]) : incoming
    rest = undefined
    if (isChunked === undefined) {
      const end = bytes.indexOf('\r\n\r\n')
      if (end === -1) {
        rest = bytes
        return 'open'
      }
      const head = bytes.toString('latin1', 0, end)
      isChunked = /transfer-encoding: chunked/i.test(head)
      remaining = isChunked ? 0 : Number(/content-length: (\d+)/i.exec(head)?.[1])
      bytes = bytes.subarray(end + 4)
    }
    if (!isChunked) {
      remaining -= bytes.length
      if (!onBody(bytes)) return 'left'
      return remaining === 0 ? 'ended' : 'open'
    }
    let start = 0
    while (start < bytes.length) {
      if (remaining === 0) {
        const end = bytes.indexOf(10, start)
        if (end === -1) break
        remaining = Number.parseInt(bytes.toString('latin1', start, end - 1), 16)
        // The end of the body is an empty chunk and an empty line.
        if (remaining === 0) return 'ended'
        remaining += 2
        start = end + 1
      }
      const end = Math.min(bytes.length, start + remaining)
      // The last two bytes of a chunk are its line end.
      const payloadEnd = Math.min(end, start + remaining - 2)
      if (payloadEnd > start && !onBody(bytes.subarray(start, payloadEnd))) return 'left'
      remaining -= end - start
      start = end
    }
    if (start < bytes.length) rest = bytes.subarray(start)
    return 'open'
  }
}
