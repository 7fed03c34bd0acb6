/** A segment of speech. */
export interface TranscriptSegment {
  /** Start time, in seconds from the beginning. */
  start: number
  /** End time, in seconds from the beginning. */
  end: number
  text: string
  readonly [field: string]: unknown
}

/** A word with its start and end time. */
export interface TranscriptWord {
  word: string
  /** Start time, in seconds from the beginning. */
  start: number
  /** End time, in seconds from the beginning. */
  end: number
  readonly [field: string]: unknown
}

/** Transcript of speech; the fields beyond `text` depend on the server and on `response_format`. */
export interface Transcript {
  text: string
  language?: string | null | undefined
  /** Duration in seconds. */
  duration?: number | null | undefined
  segments?: TranscriptSegment[] | undefined
  words?: TranscriptWord[] | undefined
  /** Unmodified reply, if it was not JSON (`srt`, `vtt`, `text`). */
  raw?: string | undefined
  readonly [field: string]: unknown
}
