/** What is measured of contestants; each can do a part of it. */
export interface BenchClient {
  /** Asks a chat question, and gives the text of the answer. */
  chat(): Promise<string>
  /** Streams a chat answer; stops as soon as `onText` answers `false`, the way `break` leaves a loop. */
  streamChat(onText: OnText): Promise<void>
  streamResponse(onText: OnText): Promise<void>
  /** Turns as many texts into vectors, in one request, and gives how many numbers came; they travel as JSON. */
  embed(count: number): Promise<number>
  /** The same with vectors that travel as base64. */
  embedAsBase64(count: number): Promise<number>
  /** Sends a file as the `file` of a form, read from disk as it goes out. */
  upload(path: string): Promise<void>
  /** Reads a large content piece by piece, and gives its length. */
  download(): Promise<number>
  /** Opens a voice session. */
  openVoice(): Promise<Voice>
  /** Starts a job and waits for its result, which tells when it was ready, in Unix milliseconds. */
  runJob(): Promise<number>
}

/** One thing that is measured of contestants. */
export type Skill = keyof BenchClient

/** What is measured of a client of the whole HTTP API. */
export type ApiSkill = Exclude<Skill, 'openVoice' | 'runJob'>

export type OnText = (text: string) => boolean

/** A voice session. */
export interface Voice {
  /** Asks for a response, and hands out its audio as bytes until it is done. */
  listen(onAudio: OnAudio): Promise<void>
  sendAudio(bytes: Buffer): Promise<void> | void
  /** Says that this was all of the audio, and settles once the server has it. */
  commit(): Promise<void>
}

export type OnAudio = (bytes: Uint8Array) => void

/** Opens a contestant that can do some of it, for the API at a base URL (without `/v1`). */
export type OpenClient<Can extends Skill> = (baseUrl: string) => Pick<BenchClient, Can>

export const jobPrompt = 'Melancholic synthwave'

/** What the result of a job tells beside what its API demands. */
export interface ReadyJob {
  /** When it was ready, in Unix milliseconds. */
  readonly ready_at_ms: number
}

export const messages = [{ role: 'user' as const, content: 'Hello' }]

export const textsToEmbed = (count: number): string[] => Array.from({ length: count }, (_, index) => `text ${index}`)

/** Numbers in vectors, all together. */
export const countNumbersOf = (data: readonly { readonly embedding?: ArrayLike<number> | undefined }[]): number =>
  data.reduce((sum, { embedding }) => sum + (embedding?.length ?? 0), 0)
