import { callSafely } from './call-safely.ts'
import { toFetchBody } from './fetch-body.ts'
import { createPace } from './progress-pace.ts'
import type { RequestBody } from './request-body.ts'

/** How far an upload is. */
export interface UploadProgress {
  /** Bytes of the body that the runtime has taken; grows within an attempt and starts anew with the next. */
  readonly sentBytes: number
  /** Where it is known beforehand. */
  readonly totalBytes: number | undefined
  /** Which sending of the body this is, from 1. */
  readonly attempt: number
}

/** Options of every upload. */
export interface UploadOptions {
  /**
   * Told about ten times a second, and at the end. A web page can send a body only as a whole: there it tells how far
   * the body is gathered.
   */
  readonly onUploadProgress?: ((progress: UploadProgress) => void) | undefined
}

/** Completes a body of files: it tells how much of it has been taken, and takes the form `fetch` wants. */
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
    // What is taken as a whole cannot be counted.
    content: undefined,
    open(options) {
      attempt += 1
      const current = attempt
      return countPieces(body.open(options), (sentBytes) => {
        void callSafely(() => onUploadProgress({ sentBytes, totalBytes, attempt: current }))
      })
    },
  }
}

async function* countPieces(
  pieces: AsyncIterable<Uint8Array>,
  report: (sentBytes: number) => void,
): AsyncGenerator<Uint8Array> {
  const isDue = createPace()
  let sentBytes = 0
  for await (const piece of pieces) {
    yield piece
    // Whoever asks for the next piece has taken this one.
    sentBytes += piece.length
    if (isDue()) report(sentBytes)
  }
  report(sentBytes)
}
