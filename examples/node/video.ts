import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@mira/core'
import { jobs } from '@mira/jobs'
import { firstFrameFile, saveResult } from '@mira/jobs/node'

const mira = createClient().extend(jobs)
const sunset = join(import.meta.dirname, 'files/sunset.png')
const folder = await mkdtemp(join(tmpdir(), 'mira-'))
process.chdir(folder)

// #region generate
const video = await mira.video.generate({
  prompt: 'The camera moves slowly towards the sun',
  first_frame: await firstFrameFile(sunset), // of @mira/jobs/node; or an https: URL, a data: URI, a Blob, bytes
  aspect_ratio: '16:9',
  duration_seconds: 5,
})
await video.wait()
const { mediaType, sizeBytes } = await saveResult(mira, video, { path: 'video.mp4' })
console.log(mediaType, sizeBytes)
// #endregion

process.chdir(tmpdir())
await rm(folder, { recursive: true })
