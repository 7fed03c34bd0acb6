/** A stretch of speech. */
export interface TranscriptSegment {
  /** Seconds from the beginning. */
  start: number
  /** Seconds from the beginning. */
  end: number
  text: string
  readonly [field: string]: unknown
}

/** A word and when it was said. */
export interface TranscriptWord {
  word: string
  /** Seconds from the beginning. */
  start: number
  /** Seconds from the beginning. */
  end: number
  readonly [field: string]: unknown
}

/** What was said; which fields beyond `text` there are depends on the server and on `response_format`. */
export interface Transcript {
  text: string
  language?: string | null | undefined
  /** Seconds. */
  duration?: number | null | undefined
  segments?: TranscriptSegment[] | undefined
  words?: TranscriptWord[] | undefined
  /** The reply itself, when it was no JSON (`srt`, `vtt`, `text`). */
  raw?: string | undefined
  readonly [field: string]: unknown
}
