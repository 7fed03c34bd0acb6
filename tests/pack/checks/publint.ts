import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import type { Packed } from '../lib/pack.ts'

/** Returns publint's messages on the unpacked tarball, including suggestions. */
export async function checkPublint({ folder }: Packed): Promise<string[]> {
  const { messages, pkg } = await publint({ pkgDir: folder, pack: false, strict: true })
  return messages.map((message) => formatMessage(message, pkg, { color: false }) ?? message.code)
}
