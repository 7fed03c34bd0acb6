/** Limits of the server. */
export interface ServerLimits {
  /** Maximum JSON body, in bytes; larger ones are rejected with 413. Defaults to 2 MiB. */
  readonly maxBodyBytes: number
  /**
   * Maximum JSON body or form of an endpoint that accepts images, in bytes. Defaults to `maxBodyBytes` if set, else to
   * 64 MiB.
   */
  readonly maxImageBodyBytes: number
  /** Maximum audio upload, in bytes; larger ones are rejected with 413. Defaults to 1 GiB. */
  readonly maxUploadBytes: number
  /** Maximum audio duration for transcription, in seconds; longer audio is rejected with 400. Defaults to 600. */
  readonly maxAudioSeconds: number
  /** Maximum nesting of arrays and objects in a body; deeper ones are rejected with 400. Defaults to 20. */
  readonly maxJsonDepth: number
  /** Timeout until the response starts, in milliseconds; the request then fails with 408. Defaults to 120,000. */
  readonly requestTimeoutMs: number
  /** Maximum open streams per key; more are rejected with 429. Defaults to 100. */
  readonly maxConcurrentStreams: number
  /** Maximum requests per key in any 60 seconds; more are rejected with 429. Defaults to no limit. */
  readonly requestsPerMinute: number
  /** Maximum requests of all callers whose response has not started; more are rejected with 503. Defaults to 1,000. */
  readonly maxConcurrentRequests: number
  /** Maximum messages per conversation; more are rejected with 422. Defaults to 200. */
  readonly maxMessages: number
  /** Maximum characters in the text of a message; longer ones are rejected with 422. Defaults to 500,000. */
  readonly maxContentCharacters: number
  /** Maximum texts per embeddings request; more are rejected with 422. Defaults to 2,048. */
  readonly maxEmbeddingInputs: number
  /** Maximum duration of a realtime session, in seconds; it is then closed with 4408. Defaults to 3,600. */
  readonly maxRealtimeSessionSeconds: number
  /** Idle timeout of a realtime session, in seconds; it is then closed with 1000. Defaults to 900. */
  readonly maxRealtimeIdleSeconds: number
  /** Maximum message of a session, in bytes; larger ones close it with 1009. Defaults to 768 KiB (12 s of audio). */
  readonly maxRealtimeFrameBytes: number
}

const defaultLimits: ServerLimits = {
  maxBodyBytes: 2 * 1024 * 1024,
  maxImageBodyBytes: 64 * 1024 * 1024,
  maxUploadBytes: 1024 * 1024 * 1024,
  maxAudioSeconds: 600,
  maxJsonDepth: 20,
  requestTimeoutMs: 120_000,
  maxConcurrentStreams: 100,
  requestsPerMinute: Number.POSITIVE_INFINITY,
  maxConcurrentRequests: 1_000,
  maxMessages: 200,
  maxContentCharacters: 500_000,
  maxEmbeddingInputs: 2_048,
  maxRealtimeSessionSeconds: 3_600,
  maxRealtimeIdleSeconds: 900,
  maxRealtimeFrameBytes: 768 * 1024,
}

/**
 * Applies the default limits and validates them.
 *
 * @throws {RangeError} when a limit is not above zero.
 */
export function resolveLimits(overrides: Partial<ServerLimits> = {}): ServerLimits {
  // An explicit body limit applies to all endpoints.
  const { maxBodyBytes: maxImageBodyBytes = defaultLimits.maxImageBodyBytes } = overrides
  const limits = { ...defaultLimits, maxImageBodyBytes, ...overrides }
  for (const [name, value] of Object.entries(limits)) {
    if (!(value > 0)) throw new RangeError(`limits.${name} is ${value}; it must be above 0`)
  }
  return limits
}
