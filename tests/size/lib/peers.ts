import { readFileSync } from 'node:fs'

const manifest: { devDependencies: Readonly<Record<string, string>> } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
)

/** Name and pinned version of a peer, such as `openai 7.57.0`; what is no package stays as it is. */
export function nameWithVersion(peer: string): string {
  const version = manifest.devDependencies[peer]
  return version ? `${peer} ${version}` : peer
}

/** Clients of other APIs, of which install and import alone are compared. */
export const otherClients: readonly string[] = [
  '@anthropic-ai/sdk',
  '@mistralai/mistralai',
  '@fal-ai/client',
  'replicate',
  '@supabase/realtime-js',
  'ky',
]
