import { createClient } from '@mira/core'
import { jobs } from '@mira/jobs'

const mira = createClient({ baseUrl: '/api/mira' }).extend(jobs)

const song = await mira.music.generate({ prompt: 'a calm song about the sea', duration_seconds: 30 })
localStorage.setItem('song', JSON.stringify(song)) // to resume after a reload

const saved = localStorage.getItem('song')
if (saved !== null) {
  const resumed = mira.music.resume(saved)
  for await (const { status, progress, stage } of resumed.watch()) console.log(status, progress, stage)
  console.log(await resumed.download().blob())
}
