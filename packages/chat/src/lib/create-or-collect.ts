import { isMiraError, type MiraError, type RequestOptions } from '@mira/core'

/** Options of `chat.create` and `responses.create`. */
export interface CreateOptions extends RequestOptions {
  /**
   * Receives the answer as a stream and returns it complete, so that proxies and idle limits do not end an answer that
   * takes long. The `total` timeout then applies only if it is in these options. Defaults to `false`.
   */
  readonly collect?: boolean | undefined
}

/** An operation with one way to receive its result. */
type Operation<Result> = (options: RequestOptions) => Promise<Result>

/** Time from which a failed call may have been ended by an idle limit, in milliseconds. */
const longMs = 30_000

/** Creates an answer in one piece, or collects it from a stream. An error that the stream may avoid says so. */
export async function createOrCollect<Result>(
  create: Operation<Result>,
  collectAnswer: Operation<Result>,
  { collect, ...options }: CreateOptions = {},
): Promise<Result> {
  if (collect) return collectAnswer(options)
  try {
    return await create(options)
  } catch (error) {
    if (isMiraError(error) && mayBeIdle(error))
      error.message += '; an answer that takes long arrives with { collect: true }'
    throw error
  }
}

/** Returns whether a call has failed after a long time without a byte. */
const mayBeIdle = ({ retryable, code, attempts }: MiraError): boolean =>
  (retryable || code === 'timeout') && (attempts.at(-1)?.durationMs ?? 0) >= longMs
