import { execFile } from 'node:child_process'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Job, JobState } from '@mira/jobs'
import { saveResult } from '@mira/jobs/node'
import { ALL_FORMATS, FilePathSource, Input } from 'mediabunny'
import { expect, type Step, type StepContext } from '../lib/step.ts'
import { dim, showProgress, writeLine } from '../lib/terminal.ts'

/** Generates music and a video concurrently, cancels a job, and resumes one in another process. */
export const jobs: Step = {
  name: 'jobs',
  title: 'Music and video',
  endpoints: ['/v1/audio/music', '/v1/video/generate'],
  async run(context) {
    const generated = await generateBoth(context)
    await cancelOne(context)
    const resumed = await resumeInAnotherProcess(context)
    return `${generated}, ${resumed}; one canceled`
  },
}

async function generateBoth({ mira, signal, outputDir }: StepContext): Promise<string> {
  const lyrics = '[Verse]\nRain on the window, light on the sea\n[Chorus]\nStay for a while and listen with me'
  const [song, video] = await Promise.all([
    mira.music.generate({ prompt: 'A calm evening by the sea', genre: 'synthwave', duration_seconds: 20, lyrics }),
    mira.video.generate({ prompt: 'A sunset over the sea with a sailing boat', duration_seconds: 5 }),
  ])
  const [songSeconds, videoSeconds] = await showProgress('Generating a song and a video', (update) => {
    const states = new Map<string, JobState>()
    const follow = async (name: string, job: Job): Promise<number> => {
      let startedAtMs = performance.now()
      await job.wait({
        signal,
        onProgress(state) {
          if (state.status === 'queued') startedAtMs = performance.now()
          update(formatStates(states.set(name, state)))
        },
      })
      return (performance.now() - startedAtMs) / 1_000
    }
    return Promise.all([follow('song', song), follow('video', video)])
  })
  const files = [
    { job: song, path: join(outputDir, 'song.mp3'), requested: 20, seconds: songSeconds },
    { job: video, path: join(outputDir, 'video.mp4'), requested: 5, seconds: videoSeconds },
  ]
  const results: string[] = []
  for (const { job, path, requested, seconds } of files) {
    await saveResult(mira, job, { path, overwrite: true })
    const { duration, description } = await probe(path)
    expect(Math.abs(duration - requested) < 1, `${path} lasts ${duration} s instead of ${requested}`)
    writeLine(
      `${relative('', path)}: ${description} ${dim(`(${(duration / seconds).toFixed(2)} s generated per second)`)}`,
    )
    results.push(`${job.kind} of ${Math.round(duration)} s`)
  }
  return results.join(', ')
}

/** Formats the states of the jobs as one line. */
function formatStates(states: ReadonlyMap<string, JobState>): string {
  return [...states]
    .map(([name, { status, progress, stage }]) => `${name} ${Math.round((progress ?? 0) * 100)} % (${stage ?? status})`)
    .join(', ')
}

async function cancelOne({ mira }: StepContext): Promise<void> {
  const song = await mira.music.generate({ prompt: 'A symphony in four movements', duration_seconds: 240 })
  const { status } = await song.cancel()
  expect(status === 'canceled', `A canceled job must not be ${status}`)
  writeLine(`A job of four minutes: ${status} ${dim('(not charged)')}`)
}

/** Starts a job and lets another process wait for it and save the result, using only the job's JSON. */
async function resumeInAnotherProcess({ mira, outputDir }: StepContext): Promise<string> {
  const jingle = await mira.music.generate({ prompt: 'A merry jingle', instrumental: true, duration_seconds: 5 })
  const path = join(outputDir, 'jingle.mp3')
  const program = fileURLToPath(new URL('../resume-song.ts', import.meta.url))
  const { id, secret } = await mira.apiKeys.create({ name: 'Another process' })
  const jobEnv = {
    MIRA_BASE_URL: mira.baseUrl,
    MIRA_API_KEY: secret.reveal(),
    MIRA_JOB: JSON.stringify(jingle),
    MIRA_FILE: path,
  }
  const { stdout } = await showProgress(
    'Waiting for a job in another process',
    promisify(execFile)(process.execPath, [...process.execArgv, program], { env: { ...process.env, ...jobEnv } }),
  )
  await mira.apiKeys.revoke(id)
  writeLine(stdout.trim())
  const { duration } = await probe(path)
  expect(duration > 4, `${path} lasts only ${duration} s`)
  return `another of ${Math.round(duration)} s resumed in another process`
}

/** Reads the duration and the formats of a media file. */
async function probe(path: string): Promise<{ duration: number; description: string }> {
  using input = new Input({ source: new FilePathSource(path), formats: ALL_FORMATS })
  const duration = await input.computeDuration()
  const [video, audio] = [await input.getPrimaryVideoTrack(), await input.getPrimaryAudioTrack()]
  const videoTrack = video && `${video.codec} ${video.displayWidth} x ${video.displayHeight}`
  const audioTrack = audio && `${audio.codec} ${audio.sampleRate} Hz`
  return { duration, description: [`${duration.toFixed(1)} s`, videoTrack, audioTrack].filter(Boolean).join(', ') }
}
