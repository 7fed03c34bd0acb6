import { readFile } from 'node:fs/promises'
import { generateMusic, resumeMusic } from '@mira/jobs'
import type { CommandContext, GlobalFlags } from '../command-context.ts'
import { nameFromPrompt } from '../file-name.ts'
import { readStdinText, readTextArgument } from '../input.ts'
import { checkJobFlags, type JobFlags, runJob } from './run-job.ts'

/** Options of `mira music`. */
export interface MusicFlags extends JobFlags {
  readonly genre?: string | undefined
  readonly mood?: string | undefined
  readonly style?: string | undefined
  readonly instrumental?: boolean | undefined
  readonly lyrics?: string | undefined
}

/** Composes music, and saves it. */
export async function runMusic(
  context: CommandContext,
  flags: MusicFlags & GlobalFlags,
  words: readonly string[],
): Promise<void> {
  checkJobFlags(flags, words)
  const { client, request } = context
  const { genre, mood, style, instrumental, seconds: duration_seconds, seed, model } = flags
  const prompt = flags.job === undefined ? await readPrompt(flags, words) : ''
  const lyrics = flags.lyrics === undefined ? undefined : await readLyrics(flags.lyrics)
  await runJob(context, flags, {
    name: 'music',
    extension: 'mp3',
    fileName: nameFromPrompt(prompt),
    resume: (id) => resumeMusic(client, id),
    start: () => {
      const params = { prompt, genre, mood, style, instrumental, lyrics, duration_seconds, seed }
      return generateMusic(client, { ...params, ...(model !== undefined && { model }) }, { timeout: request.timeout })
    },
  })
}

function readPrompt({ lyrics }: MusicFlags, words: readonly string[]): Promise<string> | string {
  return lyrics === '-' ? words.join(' ') : readTextArgument(words, 'description of the music')
}

function readLyrics(file: string): Promise<string> {
  return file === '-' ? readStdinText() : readFile(file, 'utf8')
}
