import { createApiKey, listApiKeys, revokeApiKey } from '@mira/account'
import type { CommandContext, GlobalFlags } from '../command-context.ts'
import { note, writeJson, writeLine } from '../output.ts'
import { writeTable } from '../write-table.ts'

/** Lists the API keys, without their secrets. */
export async function listKeys({ client, request }: CommandContext, { json }: GlobalFlags): Promise<void> {
  const keys = await listApiKeys(client, request)
  if (json) return writeJson({ data: keys })
  await writeTable(
    ['ID', 'NAME', 'KEY', 'LAST USED'],
    keys.map(({ id, name, key_prefix, last_used_at }) => [id, name, `${key_prefix}…`, last_used_at ?? 'never']),
  )
}

/** Creates an API key and prints it, which is the only time that it is shown. */
export async function createKey(
  { client, request }: CommandContext,
  { json }: GlobalFlags,
  name: string,
): Promise<void> {
  const { secret, ...key } = await createApiKey(client, { name }, request)
  if (json) return writeJson({ ...key, key: secret.reveal() })
  note(`Created ${name} with the id ${key.id}. Store the key now: it is shown only once.`)
  await writeLine(secret.reveal())
}

/** Revokes an API key. */
export async function revokeKey({ client, request }: CommandContext, { json }: GlobalFlags, id: string): Promise<void> {
  await revokeApiKey(client, id, request)
  if (json) return writeJson({ id, revoked: true })
  await writeLine(`Revoked ${id}`)
}
