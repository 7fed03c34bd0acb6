import type { Logger } from '../../logger.ts'
import type { Recording } from './exchange-front.ts'
import { Recorder } from './recorder.ts'
import { type RecordOptions, Target } from './target.ts'

/** Directory of recorded files, unless another one is given. */
export const defaultDirectory = 'fixtures'

/**
 * Opens the recording of an upstream.
 *
 * @throws {RangeError} when the target is no HTTP URL.
 * @throws The system error when the directory cannot be created.
 */
export function openRecording(options: RecordOptions, logger: Logger): Recording {
  const target = new Target(options)
  return { target, recorder: new Recorder(options.out ?? defaultDirectory, logger) }
}
