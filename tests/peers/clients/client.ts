/** Operations measured by the benchmark; contestants implement a subset. */
export interface BenchClient {
  /** Sends a chat message and returns the text of the answer. */
  chat(): Promise<string>
  /** Streams a chat answer until `onText` returns `false`, like `break` in a loop. */
  streamChat(onText: OnText): Promise<void>
  streamResponse(onText: OnText): Promise<void>
  /** Requests the given number of embeddings as JSON and returns the count of numbers. */
  embed(count: number): Promise<number>
  /** The same with vectors in base64. */
  embedAsBase64(count: number): Promise<number>
  /** Uploads a file in a form, streamed from disk. */
  upload(path: string): Promise<void>
  /** Downloads a large file in chunks and returns its length. */
  download(): Promise<number>
  /** Opens a voice session. */
  openVoice(): Promise<Voice>
  /** Starts a job, waits for its result, and returns the time when it was ready, in Unix milliseconds. */
  runJob(): Promise<number>
}

/** An operation measured by the benchmark. */
export type Skill = keyof BenchClient

/** Operations of a client for the whole HTTP API. */
export type ApiSkill = Exclude<Skill, 'openVoice' | 'runJob'>

/** Called with each text; `false` stops the stream. */
export type OnText = (text: string) => boolean

/** A voice session. */
export interface Voice {
  /** Requests a response and passes its audio on until it is done. */
  listen(onAudio: OnAudio): Promise<void>
  sendAudio(bytes: Buffer): Promise<void> | void
  /** Commits the audio, and resolves when the server has received it. */
  commit(): Promise<void>
}

/** Called with each chunk of audio. */
export type OnAudio = (bytes: Uint8Array) => void

/** Opens a contestant for the API at a base URL (without `/v1`). */
export type OpenClient<Supported extends Skill> = (baseUrl: string) => Pick<BenchClient, Supported>

/** Prompt of the measured jobs. */
export const jobPrompt = 'Melancholic synthwave'

/** Field of a job's result in addition to its API. */
export interface ReadyJob {
  /** Time when it was ready, in Unix milliseconds. */
  readonly ready_at_ms: number
}

/** Messages of the measured chats. */
export const messages = [{ role: 'user' as const, content: 'Hello' }]

/** Returns texts to embed. */
export const textsToEmbed = (count: number): string[] => Array.from({ length: count }, (_, index) => `text ${index}`)

/** Counts the numbers in vectors. */
export const countNumbersOf = (data: readonly { readonly embedding?: ArrayLike<number> | undefined }[]): number =>
  data.reduce((sum, { embedding }) => sum + (embedding?.length ?? 0), 0)
