import type { MusicParams, VideoParams } from '@mira/jobs'
import type { Snippets } from '../../app/code/snippets.ts'
import { Expression, writeJavaScript } from '../../app/code/write-literal.ts'
import { FileContent, writeCurl, writePythonRequest } from '../../app/code/write-request.ts'

/** Writes the code that starts a music job and follows it. */
export function writeMusicCode(params: MusicParams): Snippets {
  const request = { path: '/v1/audio/music', json: params }
  return {
    typescript: writeTypeScript({ name: 'music', file: 'song.mp3' }, params),
    curl: `${writeCurl(request)}\n\n${followByCurl('/v1/audio/music')}`,
    python: `${writePythonRequest(request)}\n${followByPython('/v1/audio/music', 'song.mp3')}`,
  }
}

/** Writes the code that starts a video job and follows it. */
export function writeVideoCode(params: VideoParams, firstFrame: File | undefined): Snippets {
  const request = {
    path: '/v1/video/generate',
    json: { ...params, ...(firstFrame && { first_frame: new FileContent(firstFrame) }) },
  }
  const body = {
    ...params,
    ...(firstFrame && { first_frame: new Expression(`await firstFrameFile(${writeJavaScript(firstFrame.name)})`) }),
  }
  return {
    typescript: writeTypeScript({ name: 'video', file: 'video.mp4' }, body),
    curl: `${writeCurl(request)}\n\n${followByCurl('/v1/video')}`,
    python: `${writePythonRequest(request)}\n${followByPython('/v1/video', 'video.mp4')}`,
    ...(firstFrame === undefined && { aiSdk: writeAiSdk(params) }),
  }
}

function writeTypeScript({ name, file }: { readonly name: string; readonly file: string }, params: object): string {
  return `import { createClient } from '@mira/core'
import { jobs } from '@mira/jobs'
import { ${'first_frame' in params ? 'firstFrameFile, saveResult' : 'saveResult'} } from '@mira/jobs/node'

const mira = createClient().extend(jobs) // reads MIRA_BASE_URL and MIRA_API_KEY

const job = await mira.${name}.generate(${writeJavaScript(params)})
console.log(job.id) // mira.${name}.resume(job.id) goes on with it, also in another process

for await (const { status, progress, stage } of job.watch()) console.log(status, progress, stage)
await saveResult(mira, job, { path: '${file}' })
`
}

const followByCurl = (path: string): string =>
  `# With the id of the answer, until its status is "succeeded":
curl "$MIRA_BASE_URL${path}/$ID" \\
  -H "Authorization: Bearer $MIRA_API_KEY" \\
  -H 'Prefer: wait=20'`

const followByPython = (path: string, file: string): string => `
job = response.json()
while job["status"] in ("queued", "running"):
    job = requests.get(
        os.environ["MIRA_BASE_URL"] + "${path}/" + job["id"],
        headers={"Authorization": "Bearer " + os.environ["MIRA_API_KEY"], "Prefer": "wait=20"},
    ).json()
url = job.get("audio_url") or job.get("video_url") or job["url"]
open("${file}", "wb").write(requests.get(url).content)`

function writeAiSdk({ prompt, aspect_ratio, resolution }: VideoParams): string {
  const fields = {
    model: new Expression(`mira.videoModel('mira-video')`),
    prompt,
    aspectRatio: aspect_ratio,
    ...(resolution !== undefined && { providerOptions: { mira: { resolution } } }),
  }
  return `import { writeFile } from 'node:fs/promises'
import { mira } from '@mira/ai-sdk' // reads MIRA_BASE_URL and MIRA_API_KEY
import { experimental_generateVideo as generateVideo } from 'ai'

const { video } = await generateVideo(${writeJavaScript(fields)})
await writeFile('video.mp4', video.uint8Array)
`
}
