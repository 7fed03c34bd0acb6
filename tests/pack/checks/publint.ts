import { readFileSync } from 'node:fs'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import type { Packed } from '../lib/pack.ts'

/** What publint says of the tarball, suggestions included. */
export async function checkPublint({ tarball, folder }: Packed): Promise<string[]> {
  const bytes = readFileSync(tarball)
  const { messages, pkg } = await publint({ pkgDir: folder, pack: { tarball: new Uint8Array(bytes).buffer }, strict: true })
  return messages.map((message) => formatMessage(message, pkg, { color: false }) ?? message.code)
}
