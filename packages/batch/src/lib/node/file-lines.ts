import type { FileHandle } from 'node:fs/promises'

/** One line of a file, without its line feed. */
export interface FileLine {
  readonly bytes: Buffer
  /** Position of its first byte in the file. */
  readonly offset: number
  /** Whether a line feed follows, which only the last line may lack. */
  readonly isTerminated: boolean
}

const lineFeed = 10

/**
 * Reads the lines of a file.
 *
 * @param maxBytes - Length of the longest line; a longer one is a `RangeError`.
 */
export async function* readFileLines(file: FileHandle, maxBytes: number): AsyncGenerator<FileLine, void, undefined> {
  const buffer = Buffer.allocUnsafe(256 * 1024)
  let parts: Buffer[] = []
  let lineBytes = 0
  let offset = 0
  for (let position = 0; ; ) {
    const { bytesRead } = await file.read(buffer, 0, buffer.length, position)
    if (bytesRead === 0) break
    position += bytesRead
    let start = 0
    while (start < bytesRead) {
      const found = buffer.indexOf(lineFeed, start)
      const isTerminated = found !== -1 && found < bytesRead
      const end = isTerminated ? found : bytesRead
      // The buffer is used again for the next read.
      parts.push(Buffer.from(buffer.subarray(start, end)))
      lineBytes += end - start
      if (lineBytes > maxBytes) throw new RangeError(`a line is longer than ${maxBytes} bytes`)
      start = end + 1
      if (!isTerminated) break
      yield { bytes: join(parts), offset, isTerminated }
      offset += lineBytes + 1
      parts = []
      lineBytes = 0
    }
  }
  if (lineBytes > 0) yield { bytes: join(parts), offset, isTerminated: false }
}

const join = (parts: readonly Buffer[]): Buffer => (parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts))

/** Reads the line that starts at a position, without its line feed. */
export async function readLineAt(file: FileHandle, offset: number): Promise<string> {
  for (let size = 4_096; ; size *= 4) {
    const buffer = Buffer.allocUnsafe(size)
    const { bytesRead } = await file.read(buffer, 0, size, offset)
    const read = buffer.subarray(0, bytesRead)
    const end = read.indexOf(lineFeed)
    if (end !== -1) return read.toString('utf8', 0, end)
    if (bytesRead < size) return read.toString('utf8')
  }
}
