import { writeFile } from 'node:fs/promises'
import { extname } from 'node:path'
import type { UploadProgress } from '@mira/core'
import { type Transcript, toSrt, toVtt, transcribe } from '@mira/media'
import { checkOutput } from '../check-output.ts'
import type { CommandContext, GlobalFlags } from '../command-context.ts'
import { CommandError } from '../command-error.ts'
import { exitCodes } from '../exit-codes.ts'
import { hasPipedInput, readFileArgument } from '../input.ts'
import { write, writeText } from '../output.ts'
import { showProgress } from '../progress.ts'

type Format = 'text' | 'srt' | 'vtt' | 'json'

/** Options of `mira transcribe`. */
export interface TranscribeFlags {
  readonly format?: Format | undefined
  readonly output?: string | undefined
  readonly language?: string | undefined
  readonly prompt?: string | undefined
}

/**
 * Turns a recording into text or subtitles.
 *
 * @throws {CommandError} when there is no recording.
 */
export async function runTranscribe(
  { client, request }: CommandContext,
  { language, prompt, model, output, format, json }: TranscribeFlags & GlobalFlags,
  path: string | undefined,
): Promise<void> {
  if (path === undefined && !hasPipedInput()) {
    throw new CommandError('There is no recording: pass a file, or pipe it in')
  }
  if (output !== undefined) await checkOutput(output)
  const file = await readFileArgument(path ?? '-')
  const result = format ?? (json ? 'json' : formatOf(output))
  const progress = showProgress({ label: 'Sending the recording' })
  // Times are needed for subtitles; every server has them in this format.
  const response_format = result === 'text' ? 'json' : 'verbose_json'
  const onUploadProgress = ({ sentBytes, totalBytes }: UploadProgress): void =>
    progress.update(
      totalBytes !== undefined && sentBytes < totalBytes
        ? { label: 'Sending the recording', fraction: sentBytes / totalBytes }
        : { label: 'Transcribing' },
    )
  const params = { file, language, prompt, model, response_format }
  const transcript = await transcribe(client, params, { ...request, onUploadProgress }).finally(progress.clear)
  const text = formatTranscript(transcript, result)
  if (output === undefined || output === '-') return result === 'json' ? write(text) : writeText(text)
  await writeFile(output, text).catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(`Cannot write ${output} (${error.code}): choose another file with -o`, exitCodes.failed)
  })
}

/** Returns the format that a file name asks for. */
function formatOf(path = ''): Format {
  const extension = extname(path).slice(1).toLowerCase()
  return extension === 'srt' || extension === 'vtt' || extension === 'json' ? extension : 'text'
}

function formatTranscript(transcript: Transcript, format: Format): string {
  if (format === 'json') return `${JSON.stringify(transcript)}\n`
  if (format === 'srt') return toSrt(transcript)
  return format === 'vtt' ? toVtt(transcript) : `${transcript.text.trim()}\n`
}
