import { listModels } from '@mira/chat'
import type { CommandContext, GlobalFlags } from '../command-context.ts'
import { writeJson } from '../output.ts'
import { writeTable } from '../write-table.ts'

/** Lists the models. */
export async function runModels({ client, request }: CommandContext, { json }: GlobalFlags): Promise<void> {
  const list = await listModels(client, request)
  if (json) return writeJson(list)
  await writeTable(
    ['ID', 'CONTEXT', 'OUTPUT', 'DESCRIPTION'],
    list.data.map(({ id, name, description, context_window, max_output_tokens }) => [
      id,
      String(context_window ?? ''),
      String(max_output_tokens ?? ''),
      description ?? name ?? '',
    ]),
  )
}
