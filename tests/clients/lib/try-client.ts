import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { ForeignClient } from './clients.ts'

const run = promisify(execFile)

/** Result of a capability: works, is missing in the client for a reason, or fails. */
export interface Cell {
  readonly name: string
  readonly reason?: string
  readonly problem?: string
}

/** Where a program runs, and the API it calls. */
export interface Surroundings {
  /** Folder in which its client is installed. */
  readonly folder: string
  /** Interpreter of the program. */
  readonly command: string
  readonly url: string
  readonly apiKey: string
}

/** Tries all capabilities of a client in a process of its own. Rejects if it does not end within three minutes. */
export async function tryClient(
  { program, args = [] }: ForeignClient,
  { folder, command, url, apiKey }: Surroundings,
): Promise<Cell[]> {
  const env = {
    ...process.env,
    MIRA_BASE_URL: url,
    MIRA_API_KEY: apiKey,
    // Clients of one kind read these even where they are given the values.
    OPENAI_API_KEY: apiKey,
    OPENAI_BASE_URL: `${url}/v1`,
    // Otherwise LiteLLM loads its prices from the internet first.
    LITELLM_LOCAL_MODEL_COST_MAP: 'True',
    NODE_OPTIONS: '',
  }
  const { stdout } = await run(command, [program, ...args], { cwd: folder, env, timeout: 180_000, maxBuffer: 2 ** 26 })
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('{"name"'))
    .map((line): Cell => JSON.parse(line))
}
