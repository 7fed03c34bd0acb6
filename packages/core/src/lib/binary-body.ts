import { type FileSource, readFileSource } from './file-source.ts'
import type { RequestBody } from './request-body.ts'
import { type UploadOptions, uploadBody } from './upload-progress.ts'

/**
 * A body that is one file, as it is.
 *
 * @throws {TypeError} for anything that is no file.
 */
export function binaryBody(source: FileSource, options: UploadOptions = {}): RequestBody {
  const { type, length, isReplayable, whole, open } = readFileSource(source)
  return uploadBody({ mediaType: type, length, isReplayable, content: whole, open }, options)
}
