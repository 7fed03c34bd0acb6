import { listVoices } from '@mira/media'
import * as z from 'zod'
import { freeHints } from '../tool.ts'
import { type AnyTool, defineTool } from './define-tool.ts'

/** Lists the voices. */
export const listVoicesTool: AnyTool = /* @__PURE__ */ defineTool({
  name: 'list_voices',
  title: 'List voices',
  description: 'Lists the voices for generate_speech, with their languages. Costs nothing.',
  activity: 'Listing the voices',
  inputSchema: z.strictObject({
    language: z.string().min(2).max(35).optional().describe('Only voices of this language, such as ru'),
  }),
  outputSchema: z.object({
    voices: z.array(
      z.object({
        id: z.string(),
        name: z.string().optional(),
        languages: z.array(z.string()),
        gender: z.string().optional(),
      }),
    ),
  }),
  annotations: freeHints,
  async run({ client }, { language }, { signal }) {
    const { data } = await listVoices(client, { signal })
    const voices = data.map(({ id, name, language: main, languages = main ? [main] : [], gender }) => ({
      id,
      ...(name && { name }),
      languages,
      ...(gender && { gender }),
    }))
    const matching = language === undefined ? voices : voices.filter((voice) => voice.languages.some(speaks(language)))
    return { data: { voices: matching }, content: [{ type: 'text', text: JSON.stringify(matching) }] }
  },
})

/** Returns a predicate of language tags with the same primary language: `en` and `en-US` match each other. */
function speaks(language: string): (tag: string) => boolean {
  const primary = language.split(/[-_]/)[0]?.toLowerCase()
  return (tag) => tag.split(/[-_]/)[0]?.toLowerCase() === primary
}
