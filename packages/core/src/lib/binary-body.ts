import { type FileSource, readFileSource } from './file-source.ts'
import { type UploadOptions, uploadBody } from './upload-progress.ts'
import type { RequestBody } from './wire-types.ts'

/**
 * Creates a request body that consists of one file, sent unmodified.
 *
 * @throws {TypeError} when the source is not a file.
 */
export function binaryBody(source: FileSource, options: UploadOptions = {}): RequestBody {
  const { type, length, isReplayable, whole, open } = readFileSource(source)
  return uploadBody({ mediaType: type, length, isReplayable, content: whole, open }, options)
}
