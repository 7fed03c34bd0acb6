import { readFileSync } from 'node:fs'

const manifest: { devDependencies: Readonly<Record<string, string>> } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
)

/** Returns the name and pinned version of a peer, such as `openai 7.57.0`; other names are returned unchanged. */
export function nameWithVersion(peer: string): string {
  const version = manifest.devDependencies[peer]
  return version ? `${peer} ${version}` : peer
}

/** Clients of other APIs, compared only by install size and import time. */
export const otherClients: readonly string[] = [
  '@anthropic-ai/sdk',
  '@mistralai/mistralai',
  '@fal-ai/client',
  'replicate',
  '@supabase/realtime-js',
  'ky',
]
