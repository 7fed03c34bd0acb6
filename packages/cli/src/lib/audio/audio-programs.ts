import { CommandError } from '../command-error.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Environment } from '../terminal.ts'
import { findProgram } from './find-program.ts'

/** A program that records or plays 16-bit mono samples, by standard output or input. */
export interface AudioProgram {
  readonly path: string
  /** Arguments for a sample rate. */
  argumentsFor(sampleRate: number): readonly string[]
}

/** Keeps a program out of the reach of Ctrl-C, which a terminal sends to the whole group: what is queued is still played. */
export const ownGroup: { readonly detached: boolean; readonly windowsHide: true } = {
  detached: process.platform !== 'win32',
  windowsHide: true,
}

type Candidates = Readonly<Record<string, (rate: string) => readonly string[]>>

const alsa = (rate: string): string[] => ['-q', '-t', 'raw', '-f', 'S16_LE', '-c', '1', '-r', rate]
const soxFormat = (rate: string): string[] => ['-t', 'raw', '-e', 'signed', '-b', '16', '-c', '1', '-r', rate, '-']

/** Device of the microphone for ffmpeg; on Windows it has no name of its own. */
const ffmpegInput: Readonly<Record<string, readonly string[]>> = {
  darwin: ['-f', 'avfoundation', '-i', ':default'],
  linux: ['-f', 'alsa', '-i', 'default'],
}

/** Programs by preference; those of the system first. */
function recorders(platform: string): Candidates {
  const input = ffmpegInput[platform]
  return {
    arecord: alsa,
    sox: (rate) => ['-q', '-d', ...soxFormat(rate)],
    ...(input && {
      ffmpeg: (rate) => ['-loglevel', 'error', '-nostdin', ...input, '-f', 's16le', '-ac', '1', '-ar', rate, '-'],
    }),
  }
}

const players: Candidates = {
  aplay: alsa,
  sox: (rate) => ['-q', ...soxFormat(rate), '-d'],
  ffplay: (rate) => [
    '-loglevel',
    'error',
    '-nodisp',
    '-autoexit',
    '-f',
    's16le',
    '-ch_layout',
    'mono',
    '-ar',
    rate,
    '-i',
    '-',
  ],
}

/** @throws {CommandError} when no program is installed that can record. */
export async function findRecorder(env: Environment, platform: string = process.platform): Promise<AudioProgram> {
  const found = await findFirst(recorders(platform), env)
  if (found) return found
  throw new CommandError(
    'No program can record from the microphone: install alsa-utils (arecord), sox or ffmpeg, or pass a recording with --input.',
    exitCodes.failed,
  )
}

/** @throws {CommandError} when no program is installed that can play. */
export async function findPlayer(env: Environment): Promise<AudioProgram> {
  const found = await findFirst(players, env)
  if (found) return found
  throw new CommandError(
    'No program can play sound: install alsa-utils (aplay), sox or ffmpeg (ffplay), or choose a file with --output.',
    exitCodes.failed,
  )
}

async function findFirst(candidates: Candidates, env: Environment): Promise<AudioProgram | undefined> {
  for (const [name, argumentsOf] of Object.entries(candidates)) {
    const path = await findProgram(name, env)
    if (path !== undefined) return { path, argumentsFor: (sampleRate) => argumentsOf(String(sampleRate)) }
  }
  return undefined
}
