import { type FileHandle, open } from 'node:fs/promises'
import { basename } from 'node:path'

/** Fields of `ModelProto` in the protobuf of ONNX. */
const graphField = 7
const metadataField = 14
const knownFields = new Set([1, 2, 3, 4, 5, 6, graphField, 8, metadataField, 20, 25])
/** Longest entry that is read; the lists of Whisper's vocabulary have some kilobytes. */
const maxEntryBytes = 2 ** 20
/** Longest tag and length of a field: two varints. */
const headBytes = 20

/**
 * Reads the metadata of an ONNX file, such as the type of the model and its sample rate. The graph with the weights is
 * skipped, so that a file of gigabytes takes a few reads. ORT files, which hold none, give an empty map.
 *
 * @throws {RangeError} in one sentence for a file that is no ONNX file or is truncated.
 */
export async function readOnnxMetadata(path: string): Promise<ReadonlyMap<string, string>> {
  const file = await open(path)
  try {
    return await readFields(file, basename(path))
  } finally {
    await file.close()
  }
}

async function readFields(file: FileHandle, name: string): Promise<ReadonlyMap<string, string>> {
  const metadata = new Map<string, string>()
  const { size } = await file.stat()
  let hasGraph = false
  for (let position = 0; position < size; ) {
    const head = await readAt(file, position, Math.min(headBytes, size - position))
    if (position === 0 && head.toString('latin1', 4, 8) === 'ORTM') return metadata
    const { field, start, end } = readHead(head)
    if (!knownFields.has(field)) throw new RangeError(`${name} is not an ONNX file`)
    if (position + end > size) throw new RangeError(`${name} is truncated: the file ends within its contents`)
    hasGraph ||= field === graphField
    if (field === metadataField && end - start <= maxEntryBytes) {
      const [key, value] = parseEntry(await readAt(file, position + start, end - start))
      metadata.set(key, value)
    }
    position += end
  }
  if (!hasGraph) throw new RangeError(`${name} is not an ONNX file`)
  return metadata
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position)
  return buffer.subarray(0, bytesRead)
}

/** Number of a field, and the bounds of its content. */
interface FieldHead {
  readonly field: number
  readonly start: number
  readonly end: number
}

/** Reads the start of a field. The field is 0 if the bytes are none. */
function readHead(bytes: Buffer): FieldHead {
  const tag = readVarint(bytes, 0)
  const field = Math.floor(tag.value / 8)
  const none = { field: 0, start: 0, end: 0 }
  switch (tag.value % 8) {
    case 0: {
      const { end } = readVarint(bytes, tag.end)
      return { field, start: end, end }
    }
    case 2: {
      const { value, end } = readVarint(bytes, tag.end)
      return { field, start: end, end: end + value }
    }
    default:
      return none
  }
}

function readVarint(bytes: Buffer, start: number): { readonly value: number; readonly end: number } {
  let value = 0
  for (let index = start; index < Math.min(bytes.length, start + 10); index++) {
    const byte = bytes[index]!
    value += (byte & 0x7f) * 2 ** (7 * (index - start))
    if (byte < 0x80) return { value, end: index + 1 }
  }
  return { value: 0, end: start + 10 }
}

/** Parses a `StringStringEntryProto`. */
function parseEntry(bytes: Buffer): readonly [key: string, value: string] {
  const texts: Record<number, string> = {}
  for (let position = 0; position < bytes.length; ) {
    const { field, start, end } = readHead(bytes.subarray(position))
    if (field === 0) break
    texts[field] = bytes.toString('utf8', position + start, position + end)
    position += end
  }
  return [texts[1] ?? '', texts[2] ?? '']
}
