import { listModels } from '@mira/chat'
import * as z from 'zod'
import { freeHints } from '../tool.ts'
import { type AnyTool, defineTool } from './define-tool.ts'

/** Lists the models. */
export const listModelsTool: AnyTool = /* @__PURE__ */ defineTool({
  name: 'list_models',
  title: 'List models',
  description: 'Lists the models of the API. Costs nothing.',
  activity: 'Listing the models',
  inputSchema: z.strictObject({}),
  outputSchema: z.object({
    models: z.array(z.object({ id: z.string(), name: z.string().optional(), description: z.string().optional() })),
  }),
  annotations: freeHints,
  async run({ client }, _input, { signal }) {
    const { data } = await listModels(client, { signal })
    const models = data.map(({ id, name, description }) => ({
      id,
      ...(name && { name }),
      ...(description && { description }),
    }))
    return { data: { models }, content: [{ type: 'text', text: JSON.stringify(models) }] }
  },
})
