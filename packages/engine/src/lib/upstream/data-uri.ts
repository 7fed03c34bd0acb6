import { EngineInputError } from '../engine.ts'

/** Signatures of the supported formats. */
const signatures: readonly (readonly [mediaType: string, bytes: readonly number[], offset: number])[] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47], 0],
  ['image/jpeg', [0xff, 0xd8, 0xff], 0],
  ['image/gif', [0x47, 0x49, 0x46, 0x38], 0],
  ['image/webp', [0x57, 0x45, 0x42, 0x50], 8],
]

/**
 * Encodes an image file as a data URI.
 *
 * @throws {EngineInputError} that names the field when the file is not a PNG, JPEG, WebP or GIF.
 */
export function toDataUri(image: Uint8Array, field: string): string {
  const match = signatures.find(([, bytes, offset]) => bytes.every((byte, index) => image[offset + index] === byte))
  if (match === undefined) {
    throw new EngineInputError(`${field} is not a PNG, JPEG, WebP or GIF file`, field, { code: 'unsupported_format' })
  }
  return `data:${match[0]};base64,${Buffer.from(image).toString('base64')}`
}
