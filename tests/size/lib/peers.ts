import { readFileSync } from 'node:fs'

const manifest: { devDependencies: Readonly<Record<string, string>> } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
)

/** Name and pinned version of a peer, such as `openai 7.57.0`; what is no package stays as it is. */
export function nameWithVersion(peer: string): string {
  const version = manifest.devDependencies[peer]
  return version ? `${peer} ${version}` : peer
}
