import { generateMusic } from '@mira/jobs'
import * as z from 'zod'
import { checkFileName, toFileName } from '../files/file-name.ts'
import { billedHints, costs } from '../tool.ts'
import { fileNameArgument, waitArgument } from './arguments.ts'
import { type AnyTool, defineTool } from './define-tool.ts'
import { jobSchema, runJob } from './jobs.ts'

/** Composes music. */
export const generateMusicTool: AnyTool = /* @__PURE__ */ defineTool({
  name: 'generate_music',
  title: 'Generate music',
  description: `Composes a song or instrumental music from a description, optionally with lyrics, and saves it as a file in the output directory. Takes up to minutes: if the result is not ready in time, the output has a job_id for get_job. Canceling the call cancels the job. ${costs}`,
  activity: 'Starting the composition',
  inputSchema: z.strictObject({
    prompt: z.string().min(1).describe('Description of the music, such as "melancholic synthwave, slow"'),
    lyrics: z
      .string()
      .min(1)
      .optional()
      .describe('Lyrics to be sung, with section markers such as [Verse] and [Chorus]'),
    instrumental: z.boolean().optional().describe('Whether to compose music without vocals'),
    duration_seconds: z.int().min(1).max(240).optional(),
    genre: z.string().min(1).optional(),
    mood: z.string().min(1).optional(),
    style: z.string().min(1).optional().describe('One or more styles, separated by commas'),
    wait_seconds: waitArgument,
    file_name: fileNameArgument,
  }),
  outputSchema: jobSchema,
  annotations: billedHints,
  async run(context, { wait_seconds: waitSeconds, file_name, ...params }, call) {
    const name = file_name === undefined ? toFileName(params.prompt, 'music') : checkFileName(file_name)
    return runJob(context, () => generateMusic(context.client, params), { call, waitSeconds, name })
  },
})
