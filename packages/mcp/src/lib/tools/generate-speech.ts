import { createSpeech } from '@mira/media'
import * as z from 'zod'
import { fileFields, toFileContent, toFileData } from '../files/file-content.ts'
import { checkFileName, toFileName } from '../files/file-name.ts'
import { billedHints, costs } from '../tool.ts'
import { fileNameArgument, modelArgument } from './arguments.ts'
import { type AnyTool, defineTool } from './define-tool.ts'

/** Speaks text. */
export const generateSpeechTool: AnyTool = /* @__PURE__ */ defineTool({
  name: 'generate_speech',
  title: 'Generate speech',
  description: `Speaks text with a voice (see list_voices) and saves the audio as a file in the output directory. ${costs}`,
  activity: 'Generating the speech',
  inputSchema: z.strictObject({
    input: z.string().min(1).describe('Text to speak'),
    voice: z.string().min(1).max(200).optional().describe('Id of a voice of list_voices. Defaults to that of the API'),
    response_format: z.enum(['mp3', 'opus', 'aac', 'flac', 'wav']).optional().describe('Defaults to mp3'),
    speed: z.number().min(0.25).max(4).optional().describe('Factor of the normal speed'),
    language: z.string().min(2).max(35).optional().describe('Language of the text, such as en or ru'),
    instructions: z.string().min(1).optional().describe('How to speak, such as "calm, slowly"'),
    model: modelArgument,
    file_name: fileNameArgument,
  }),
  outputSchema: z.object({ file: z.object(fileFields()) }),
  annotations: billedHints,
  async run(context, { file_name, ...params }, { signal }) {
    const name = file_name === undefined ? toFileName(params.input, 'speech') : checkFileName(file_name)
    const speech = await createSpeech(context.client, params, { signal })
    const file = await context.files.save(speech.content(), { name, mediaType: speech.mediaType })
    return { data: { file: toFileData(file) }, content: await toFileContent(context, [file]) }
  },
})
