/** Circumstances of a request that the emulator matches, besides the input of the engine. */
export interface CallScope {
  readonly requestId: string
  /** Path of the endpoint, such as `/v1/chat/completions`. */
  readonly endpoint: string
  /** Test that the request belongs to, if any. */
  readonly testId: string | undefined
  /** Request headers, with lowercase names. */
  readonly headers: Readonly<Record<string, string>>
  /** Returns the model that the request names, if it names one; the engine may receive another one. */
  readonly requestedModel?: (() => string | undefined) | undefined
  /** Conversation whose response is spoken, in a realtime session. */
  readonly conversation?: { readonly user: string } | undefined
}
