import { callSafely } from './call-report.ts'
import { toFetchBody } from './fetch-body.ts'
import { createPace } from './progress-pace.ts'
import type { RequestBody } from './wire-types.ts'

/** Upload progress. */
export interface UploadProgress {
  /** Bytes of the body passed to the runtime in this attempt; reset to zero when the upload is retried. */
  readonly sentBytes: number
  /** Length of the body in bytes, if known in advance. */
  readonly totalBytes: number | undefined
  /** Number of times the body has been sent, starting at 1. */
  readonly attempt: number
}

/** Options for uploads. */
export interface UploadOptions {
  /**
   * Called with the progress about ten times a second and at the end. Web pages cannot stream a request body: there it
   * reports how much of the body has been collected.
   */
  readonly onUploadProgress?: ((progress: UploadProgress) => void) | undefined
}

/** Completes a file body: adds progress reporting and the conversion for `fetch`. */
export function uploadBody(content: Omit<RequestBody, 'toFetch'>, { onUploadProgress }: UploadOptions): RequestBody {
  const body = onUploadProgress ? reportProgress(content, onUploadProgress) : content
  return { ...body, toFetch: (options) => toFetchBody(body, options) }
}

function reportProgress<Body extends Omit<RequestBody, 'toFetch'>>(
  body: Body,
  onUploadProgress: (progress: UploadProgress) => void,
): Body {
  const { length: totalBytes } = body
  let attempt = 0
  return {
    ...body,
    // Progress can only be counted while streaming.
    content: undefined,
    open(options) {
      attempt += 1
      const current = attempt
      return countChunks(body.open(options), (sentBytes) => {
        void callSafely(() => onUploadProgress({ sentBytes, totalBytes, attempt: current }))
      })
    },
  }
}

async function* countChunks(
  chunks: AsyncIterable<Uint8Array>,
  report: (sentBytes: number) => void,
): AsyncGenerator<Uint8Array> {
  const isDue = createPace()
  let sentBytes = 0
  for await (const chunk of chunks) {
    yield chunk
    // Requesting the next chunk means that this one has been consumed.
    sentBytes += chunk.length
    if (isDue()) report(sentBytes)
  }
  report(sentBytes)
}
