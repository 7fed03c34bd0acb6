import { extname } from 'node:path'
import { createSpeech } from '@mira/media'
import { checkOutput } from '../check-output.ts'
import type { CommandContext, GlobalFlags } from '../command-context.ts'
import { CommandError } from '../command-error.ts'
import { nameFromPrompt } from '../file-name.ts'
import { readTextArgument } from '../input.ts'
import { writeJson, writeLine } from '../output.ts'
import { showProgress } from '../progress.ts'
import { refuseTerminal, saveContent } from '../save-content.ts'

/** Options of `mira speak`. */
export interface SpeakFlags {
  readonly output?: string | undefined
  readonly voice?: string | undefined
  readonly format?: string | undefined
  readonly speed?: number | undefined
  readonly instructions?: string | undefined
  readonly language?: string | undefined
}

const formats: readonly string[] = ['mp3', 'opus', 'aac', 'flac', 'wav', 'pcm']

/** Turns text into speech: to a file, or to standard output while it arrives. */
export async function runSpeak(
  { client, request }: CommandContext,
  { output, format, json, model, voice, speed, instructions, language }: SpeakFlags & GlobalFlags,
  words: readonly string[],
): Promise<void> {
  const path = output ?? (process.stdout.isTTY || json ? undefined : '-')
  if (path === '-') refuseTerminal()
  if (path === '-' && json) {
    throw new CommandError('Standard output cannot contain both the audio and JSON: choose a file with -o')
  }
  await checkOutput(path)
  const input = await readTextArgument(words, 'text to speak')
  const response_format = format ?? formatOf(path)
  const progress = showProgress({ label: 'Generating speech' })
  try {
    const params = { input, response_format, model, voice, speed, instructions, language }
    const speech = await createSpeech(client, params, request)
    const target = { path, name: nameFromPrompt(input), extension: response_format ?? 'mp3' }
    const file = await saveContent(speech.content(), target)
    progress.clear()
    if (json) return await writeJson({ ...file, media_type: speech.mediaType })
    if (file.path !== '-') await writeLine(file.path)
  } finally {
    progress.clear()
  }
}

/** Returns the format that a file name asks for. */
function formatOf(path: string | undefined): string | undefined {
  const extension = extname(path ?? '')
    .slice(1)
    .toLowerCase()
  return formats.find((format) => format === extension)
}
