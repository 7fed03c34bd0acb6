import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isJobError } from '@mira/jobs'
import { saveResult } from '@mira/jobs/node'

const folder = await mkdtemp(join(tmpdir(), 'mira-'))
process.chdir(folder)

// #region quick
import { createClient } from '@mira/core'
import { jobs } from '@mira/jobs'

const mira = createClient().extend(jobs) // reads MIRA_API_KEY and MIRA_BASE_URL

const lyrics = '[Verse]\nNeon rain on empty streets'
const song = await mira.music.generate({ prompt: 'Melancholic synthwave', lyrics, duration_seconds: 5 })
const { url, raw } = await song.wait({ onProgress: ({ status, progress }) => console.log(status, progress) })
console.log(url, raw.lyrics)
// #endregion

// #region take
const { sizeBytes } = await saveResult(mira, song, { path: 'song.mp3' }) // of @mira/jobs/node; writes atomically
const bytes = await song.download().bytes() // or text(), blob(), stream(), a loop
console.log(sizeBytes === bytes.length ? 'the same twice' : 'different')
// #endregion

// #region watch
const lullaby = await mira.music.generate({ prompt: 'A lullaby', instrumental: true, duration_seconds: 20 })
for await (const { status, progress, stage } of lullaby.watch()) console.log(status, progress, stage)
// #endregion

// #region cancel
const symphony = await mira.music.generate({ prompt: 'A symphony in four movements', duration_seconds: 240 })
await symphony.cancel()
// #endregion

// #region errors
try {
  await symphony.wait({ timeoutMs: 300_000, signal: AbortSignal.timeout(600_000) })
} catch (error) {
  if (!isJobError(error)) throw error
  console.log(error.code, error.reason) // job_failed or job_canceled, and the server's reason
}
// #endregion

process.chdir(tmpdir())
await rm(folder, { recursive: true })
