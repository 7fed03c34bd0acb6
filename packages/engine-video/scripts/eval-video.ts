/**
 * Measures the work of the local video engine, in this process: `node --conditions=@mira/source packages/engine-video/scripts/eval-video.ts [folder]`.
 * Needs ffmpeg and ffprobe. Files and contact sheets are left in the folder (default: one under the system's temporary
 * folder).
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeClip } from '../src/lib/make-clip.ts'
import type { ClipTask } from '../src/lib/protocol.ts'

const folder = process.argv[2] ?? join(tmpdir(), 'mira-eval-video')
/** Pictures to begin with, when given as further arguments. */
const images = process.argv.slice(3)

const prompts = [
  'A fox running left through a snowy forest at night, slow zoom in',
  'Hot air balloons floating over mountains at sunrise, pan right',
  'A rocket launching into space with smoke and stars, tilt up',
  'Sailing boat on the sea at sunset, drone shot',
  'A city street in heavy rain with cars driving fast and lightning',
  'Fish swimming under the sea with bubbles',
  'Birthday party with a cake, balloons and confetti',
  'Butterflies over a flower meadow on a windy spring day',
  'Fireworks over a castle at night',
  'A rabbit jumping in an autumn park with falling leaves, handheld',
]
const imageWords = ['slow push in, falling snow', 'pan right, fireflies at nightfall', 'drone orbit, autumn leaves']

function probe(path: string): string {
  const fields = 'stream=codec_name,profile,width,height,pix_fmt,nb_frames:format=duration'
  const text = execFileSync('ffprobe', ['-v', 'error', '-show_entries', fields, '-of', 'csv=p=0', path], {
    encoding: 'utf8',
  })
  return text.trim().replaceAll('\n', ' ')
}

function blackSeconds(path: string): number {
  const script = `ffmpeg -hide_banner -i '${path}' -vf blackdetect=d=0.5:pix_th=0.05 -an -f null - 2>&1`
  const report = execFileSync('sh', ['-c', script], { encoding: 'utf8' })
  return [...report.matchAll(/black_duration:([\d.]+)/g)].reduce((sum, [, seconds]) => sum + Number(seconds), 0)
}

function contactSheet(path: string, name: string): void {
  const filter = 'fps=1,scale=480:-1,tile=3x2'
  execFileSync('ffmpeg', [
    '-v',
    'error',
    '-y',
    '-i',
    path,
    '-vf',
    filter,
    '-frames:v',
    '1',
    join(folder, `${name}.png`),
  ])
}

async function measure(name: string, task: ClipTask): Promise<void> {
  const start = performance.now()
  const before = process.cpuUsage()
  const clip = await makeClip(task, { report: () => {}, signal: new AbortController().signal })
  const { user, system } = process.cpuUsage(before)
  const seconds = clip.durationSeconds
  const wall = ((performance.now() - start) / 1000 / seconds).toFixed(2)
  const processor = ((user + system) / 1e6 / seconds).toFixed(2)
  const path = join(folder, `${name}.mp4`)
  writeFileSync(path, clip.data)
  contactSheet(path, name)
  const rate = `${(clip.data.length / 1024 / seconds).toFixed(0)} KiB/s`
  const memory = `peak ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`
  const black = `black ${blackSeconds(path)} s`
  console.log([name, `${wall} s/s, cpu ${processor}`, rate, black, memory, probe(path), clip.description].join(' | '))
}

mkdirSync(folder, { recursive: true })
const base = {
  aspectRatio: '16:9',
  durationSeconds: 5,
  resolution: '720p',
  seed: 11,
  prompt: prompts[3] ?? '',
} as const
for (const resolution of ['720p', '1080p'] as const) {
  for (const aspectRatio of ['16:9', '9:16', '1:1'] as const)
    await measure(`${resolution}-${aspectRatio.replace(':', 'x')}`, { ...base, resolution, aspectRatio })
  await measure(`${resolution}-10s`, { ...base, resolution, durationSeconds: 10 })
}
for (const [index, image] of images.entries()) {
  const prompt = imageWords[index % imageWords.length] ?? ''
  await measure(`image-${index + 1}`, { ...base, prompt, firstFrame: readFileSync(image) })
}
for (const [index, prompt] of prompts.entries()) await measure(`prompt-${index + 1}`, { ...base, prompt })
