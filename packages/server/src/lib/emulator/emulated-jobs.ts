import type { Clip, LongCallOptions, MusicEngine, MusicRequest, Song, VideoEngine, VideoRequest } from '@mira/engine'
import { wavHeader } from '@mira/engine/audio'
import type { CallScope } from '../call-scope.ts'
import { JobFailure } from '../jobs/job-failure.ts'
import type { JobKind } from '../store/job-records.ts'
import { type EmulatedParts, fixtureEngineInfo } from './emulated-slot.ts'
import type { FixtureCall, FixtureJob } from './fixture.ts'
import { type FixedAnswer, type FixtureAnswers, toFixedError } from './fixture-answers.ts'
import { toFixtureCall } from './fixture-call.ts'
import { toMediaBytes } from './media-bytes.ts'
import { pause, planPauses } from './pacing.ts'

/** Data that a stored job keeps for the emulator: the circumstances of its request, and the fixture that answers it. */
export interface EmulatedJob {
  readonly emulator?: { readonly scope: CallScope; readonly fixtureId: string | undefined } | undefined
}

const models: Readonly<Record<JobKind, string>> = { music: 'mira-music', video: 'mira-video' }

function toJobCall(kind: JobKind, scope: CallScope, request: object): FixtureCall {
  const { prompt = '' } = request as { readonly prompt?: string }
  return toFixtureCall(kind, scope, { model: models[kind], user: prompt, request })
}

/**
 * Finds the fixture of a new job.
 *
 * @throws {ApiError} the error of the fixture; 404 without a fixture if the emulator is strict.
 */
export async function admitEmulatedJob(
  answers: FixtureAnswers,
  kind: JobKind,
  { scope, request }: { readonly scope: CallScope; readonly request: object },
): Promise<EmulatedJob> {
  const call = toJobCall(kind, scope, request)
  const fixed = await answers.find(call, scope)
  if (fixed === undefined) answers.rejectUnmatched(call)
  else if (fixed.answer.error !== undefined) {
    await pause(planPauses(fixed.pacing, 1)[0]!)
    throw toFixedError(fixed.answer.error)
  }
  // The other headers may contain credentials.
  const { requestId, endpoint, testId } = scope
  return { emulator: { scope: { requestId, endpoint, testId, headers: {} }, fixtureId: fixed?.fixture.id } }
}

/** Finds the fixture of a job that runs; undefined if its fixture was removed or it had none. */
async function findFixed(
  { answers }: Pick<EmulatedParts<never>, 'answers'>,
  kind: JobKind,
  request: object & EmulatedJob,
): Promise<FixedAnswer | undefined> {
  const { scope, fixtureId } = request.emulator ?? {}
  const fixture = fixtureId === undefined ? undefined : answers.book.get(fixtureId, scope?.testId)
  if (fixture === undefined || scope === undefined) return undefined
  return answers.of(fixture, toJobCall(kind, scope, request), scope)
}

/** Reports the progress of a fixed job. */
async function liveThrough(
  { steps = [], failure }: FixtureJob,
  { signal, onProgress }: LongCallOptions = {},
): Promise<void> {
  for (const { afterMs = 0, progress = 0, stage = 'working' } of steps) {
    await pause(afterMs, signal)
    onProgress?.({ fraction: progress / 100, stage })
  }
  if (failure !== undefined) throw new JobFailure(failure.message, failure.code ?? 'internal_error')
}

/** Creates a music engine that answers from fixtures first. */
export function emulateMusic(parts: EmulatedParts<MusicEngine>): MusicEngine {
  return {
    info: fixtureEngineInfo,
    close: async () => undefined,
    async compose(request, options) {
      const fixed = await findFixed(parts, 'music', request)
      if (fixed === undefined) return (await parts.real.get()).compose(withoutJob(request), options)
      await pause(planPauses(fixed.pacing, 1)[0]!, options?.signal)
      await liveThrough(fixed.answer.job ?? {}, options)
      return toSong(fixed, request)
    },
  }
}

function toSong({ answer }: FixedAnswer, request: MusicRequest): Song {
  const { durationSeconds = request.durationSeconds, lyrics, audio } = answer
  const { genre = 'ambient', mood = 'calm', seed = 0, isInstrumental } = request
  const { data, mediaType } = audio === undefined ? silentWav(durationSeconds) : toMediaBytes(audio)
  return {
    data,
    mediaType: mediaType === 'audio/mpeg' ? mediaType : 'audio/wav',
    durationSeconds,
    lyrics: lyrics ?? (isInstrumental ? undefined : request.lyrics),
    composition: { tempo: 120, key: 'C major', form: ['Fixture'], instruments: ['fixture'], genre, mood, seed },
  }
}

const placeholderRate = 8_000

function silentWav(durationSeconds: number) {
  const length = Math.round(durationSeconds * placeholderRate) * 2
  return {
    data: Buffer.concat([wavHeader(placeholderRate, length), Buffer.alloc(length)]),
    mediaType: 'audio/wav' as const,
  }
}

/** Creates a video engine that answers from fixtures first. */
export function emulateVideo(parts: EmulatedParts<VideoEngine>): VideoEngine {
  return {
    info: fixtureEngineInfo,
    close: async () => undefined,
    async animate(request, options) {
      const fixed = await findFixed(parts, 'video', request)
      if (fixed === undefined) return (await parts.real.get()).animate(withoutJob(request), options)
      await pause(planPauses(fixed.pacing, 1)[0]!, options?.signal)
      await liveThrough(fixed.answer.job ?? {}, options)
      return toClip(fixed, request)
    },
  }
}

/** First box of an MP4 file, which stands for the whole of it. */
const placeholderClip = Buffer.from('\0\0\0\x10ftypisom\0\0\0\0', 'latin1')

function toClip({ answer }: FixedAnswer, request: VideoRequest): Clip {
  const { durationSeconds = request.durationSeconds, description = request.prompt, video } = answer
  const { aspectRatio, resolution, seed = 0 } = request
  const short = resolution === '1080p' ? 1_080 : 720
  const long = Math.round((short * 16) / 9)
  const [width, height] = { '16:9': [long, short], '9:16': [short, long], '1:1': [short, short] }[aspectRatio]
  return {
    data: video === undefined ? placeholderClip : toMediaBytes(video).data,
    mediaType: 'video/mp4',
    durationSeconds,
    width: width!,
    height: height!,
    framesPerSecond: 25,
    description,
    seed,
  }
}

function withoutJob<Request extends object>(request: Request & EmulatedJob): Request {
  const { emulator: _, ...rest } = request
  return rest as unknown as Request
}
