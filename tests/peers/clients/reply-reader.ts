/** State of a response: incomplete, complete, or abandoned by its reader. */
export type ReplyState = 'open' | 'ended' | 'left'

/** Called with the next bytes of a body; `false` abandons the response. */
export type OnBody = (bytes: Buffer) => boolean

type Read = (bytes: Buffer) => ReplyState

/** Parses one HTTP/1.1 response from a connection and passes on its body, chunked or with a length. */
export function createReplyReader(onBody: OnBody): Read {
  let head: Buffer | undefined
  let readBody: Read | undefined
  return (incoming) => {
    if (readBody) return readBody(incoming)
    const bytes = head ? Buffer.concat([head, incoming]) : incoming
    const end = bytes.indexOf('\r\n\r\n')
    if (end === -1) {
      head = bytes
      return 'open'
    }
    const fields = bytes.toString('latin1', 0, end)
    const length = Number(/content-length: (\d+)/i.exec(fields)?.[1])
    readBody = Number.isNaN(length) ? createChunkReader(onBody) : createLengthReader(onBody, length)
    return readBody(bytes.subarray(end + 4))
  }
}

function createLengthReader(onBody: OnBody, length: number): Read {
  let remaining = length
  return (bytes) => {
    remaining -= bytes.length
    if (!onBody(bytes)) return 'left'
    return remaining === 0 ? 'ended' : 'open'
  }
}

function createChunkReader(onBody: OnBody): Read {
  let torn: Buffer | undefined
  // Remaining bytes of the current chunk, including its line end.
  let remaining = 0
  return (incoming) => {
    const bytes = torn ? Buffer.concat([torn, incoming]) : incoming
    let start = 0
    while (start < bytes.length) {
      if (remaining === 0) {
        const end = bytes.indexOf(10, start)
        if (end === -1) break
        const size = Number.parseInt(bytes.toString('latin1', start, end - 1), 16)
        if (size === 0) return 'ended'
        remaining = size + 2
        start = end + 1
      }
      const end = Math.min(bytes.length, start + remaining)
      const payloadEnd = Math.min(end, start + remaining - 2)
      if (payloadEnd > start && !onBody(bytes.subarray(start, payloadEnd))) return 'left'
      remaining -= end - start
      start = end
    }
    torn = start < bytes.length ? bytes.subarray(start) : undefined
    return 'open'
  }
}
