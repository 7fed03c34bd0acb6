import type { EmulatorOptions } from '../emulator/emulator-options.ts'
import type { Fixture } from '../emulator/fixture.ts'
import type { ServerOptions } from '../options.ts'
import { noMediaEngines } from './no-media-engines.test-support.ts'
import { startWordServer, type WordServer } from './start-word-server.test-support.ts'

/** Disables all engines: what is answered is answered by fixtures. */
export const noEngines = { ...noMediaEngines, chat: null, embeddings: null }

/** Starts a server without engines that answers from fixtures. */
export function startEmulator(
  fixtures: readonly Fixture[],
  { emulator, ...options }: ServerOptions & { readonly dataDir?: undefined; readonly databaseUrl?: undefined } = {},
): Promise<WordServer> {
  return startWordServer({
    engines: noEngines,
    emulator: { fixtures, ...emulator } satisfies EmulatorOptions,
    ...options,
  })
}

/** Smallest PNG file: one pixel. */
export const onePixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

/** Sends a question to the chat endpoint and returns the text of the answer. */
export async function ask(server: WordServer, content: string, headers: Record<string, string> = {}): Promise<string> {
  const response = await server.post(
    '/v1/chat/completions',
    { model: 'mira', messages: [{ role: 'user', content }] },
    { headers },
  )
  const body = (await response.json()) as {
    readonly detail?: string
    readonly choices?: { message: { content: string } }[]
  }
  return body.choices?.[0]?.message.content ?? `${response.status} ${body.detail}`
}
