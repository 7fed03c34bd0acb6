import type { UploadProgress } from '@mira/core'
import { type Transcript, toSrt, toVtt, transcribe } from '@mira/media'
import * as z from 'zod'
import { readAudioInput } from '../files/read-input.ts'
import { billedHints, costs } from '../tool.ts'
import { audioArgument, modelArgument } from './arguments.ts'
import { type AnyTool, defineTool } from './define-tool.ts'

type Format = 'text' | 'srt' | 'vtt'

/** Transcribes recordings. */
export const transcribeAudioTool: AnyTool = /* @__PURE__ */ defineTool({
  name: 'transcribe_audio',
  title: 'Transcribe audio',
  description: `Transcribes the speech in an audio or video file to text or subtitles. ${costs}`,
  activity: 'Transcribing the audio',
  inputSchema: z.strictObject({
    file: audioArgument,
    format: z
      .enum(['text', 'srt', 'vtt'])
      .optional()
      .describe('Plain text, or subtitles with times (SubRip, WebVTT). Defaults to text'),
    language: z.string().min(2).max(35).optional().describe('Spoken language, such as en or ru. Detected if omitted'),
    prompt: z.string().min(1).optional().describe('Words and names to expect'),
    model: modelArgument,
  }),
  outputSchema: z.object({
    text: z.string(),
    language: z.string().optional(),
    duration_seconds: z.number().optional(),
    subtitles: z.string().optional().describe('Subtitles in the requested format'),
  }),
  annotations: billedHints,
  async run(context, { file: source, format = 'text', ...params }, { signal, progress }) {
    const file = await readAudioInput(context, source)
    const response_format = format === 'text' ? 'json' : 'verbose_json'
    const onUploadProgress = ({ sentBytes }: UploadProgress): void =>
      // Half of the way: the transcription begins when the recording has arrived.
      progress.report((sentBytes / file.size) * 0.5, 'Uploading the recording')
    const transcript = await transcribe(
      context.client,
      { ...params, file, response_format },
      { signal, onUploadProgress },
    )
    const subtitles = toSubtitles(transcript, format)
    const { text, language, duration } = transcript
    return {
      data: { text, ...optional({ language, duration_seconds: duration, subtitles }) },
      content: [{ type: 'text', text: subtitles ?? (text || 'No speech was recognized.') }],
    }
  },
})

function toSubtitles(transcript: Transcript, format: Format): string | undefined {
  if (format === 'text') return undefined
  return format === 'srt' ? toSrt(transcript) : toVtt(transcript)
}

/** Leaves out fields without a value. */
function optional<Fields extends object>(fields: Fields): Partial<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value != null)) as Partial<Fields>
}
