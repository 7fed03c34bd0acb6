/** How vectors travel. */
export type VectorFormat = 'float' | 'base64'

/** What every contestant can do; a method it lacks leaves its cell empty. */
export interface BenchClient {
  /** Asks a chat question, and gives the text of the answer. */
  chat(): Promise<string>
  /** Streams a chat answer; stops as soon as `onText` answers `false`, the way `break` leaves a loop. */
  streamChat(onText: OnText): Promise<void>
  streamResponse?: ((onText: OnText) => Promise<void>) | undefined
  /** Turns as many texts into vectors, in one request, and gives how many numbers came. */
  embed?: ((count: number, format: VectorFormat) => Promise<number>) | undefined
  /** Sends a file as the `file` of a form, read from disk as it goes out. */
  upload?: ((path: string) => Promise<void>) | undefined
  /** Reads a large content piece by piece, and gives its length. */
  download?: (() => Promise<number>) | undefined
}

export type OnText = (text: string) => boolean

/** Opens a contestant for the API at a base URL (without `/v1`). */
export type OpenClient = (baseUrl: string) => BenchClient

export const messages = [{ role: 'user' as const, content: 'Hello' }]

export const textsToEmbed = (count: number): string[] => Array.from({ length: count }, (_, index) => `text ${index}`)
