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
  /**
   * Maximum requests of all callers that were received and whose response has not started; more wait briefly and are
   * then rejected with 503. Defaults to 1,000.
   */
  readonly maxConcurrentRequests: number
  /** Maximum of them per user; more are rejected with 429. Defaults to half of `maxConcurrentRequests`. */
  readonly maxConcurrentRequestsPerUser: number
  /**
   * Maximum bytes of JSON bodies above 64 KiB in memory at once, a quarter per user; a larger one is accepted when
   * there is no other. Beyond it, requests are rejected with 429 or 503. Defaults to 256 MiB.
   */
  readonly maxBodyMemoryBytes: number
  /**
   * Maximum bytes of uploads on disk at once, an eighth per user; a larger one is accepted when there is no other.
   * Beyond it, requests are rejected with 429 or 503. Defaults to 8 GiB.
   */
  readonly maxSpoolBytes: number
  /** Minimum average rate at which a body must arrive; slower ones are rejected with 408. Defaults to 4 KiB. */
  readonly minBodyBytesPerSecond: number
  /** Time that a body may arrive more slowly than that, in milliseconds. Defaults to 10,000. */
  readonly bodyGraceMs: number
  /**
   * Maximum calls per user that no plan limits, such as lists, balances and polls, or per address for calls without a
   * key: this many at once, then per minute. More are rejected with 429. Defaults to 6,000.
   */
  readonly freeCallsPerMinute: number
  /** Maximum waiting polls per user; more are answered at once, without the wait. Defaults to 100. */
  readonly maxHeldPollsPerUser: number
  /** Maximum API keys created per user and day; more are rejected with 429. Defaults to 100. */
  readonly createdKeysPerDay: number
  /** Maximum rejections stored per API key and day for their idempotency key. Defaults to 100. */
  readonly storedRejectionsPerDay: number
  /** Free disk space below which `/ready` returns 503, in bytes. Defaults to 64 MiB. */
  readonly minFreeDiskBytes: number
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
  maxConcurrentRequestsPerUser: 500,
  maxBodyMemoryBytes: 256 * 1024 * 1024,
  maxSpoolBytes: 8 * 1024 * 1024 * 1024,
  minBodyBytesPerSecond: 4 * 1024,
  bodyGraceMs: 10_000,
  freeCallsPerMinute: 6_000,
  maxHeldPollsPerUser: 100,
  createdKeysPerDay: 100,
  storedRejectionsPerDay: 100,
  minFreeDiskBytes: 64 * 1024 * 1024,
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
  const { maxConcurrentRequests = defaultLimits.maxConcurrentRequests } = overrides
  const maxConcurrentRequestsPerUser = Math.ceil(maxConcurrentRequests / 2)
  const limits = { ...defaultLimits, maxImageBodyBytes, maxConcurrentRequestsPerUser, ...overrides }
  for (const [name, value] of Object.entries(limits)) {
    if (!(value > 0)) throw new RangeError(`limits.${name} is ${value}; it must be above 0`)
  }
  return limits
}
