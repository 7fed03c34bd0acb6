// Starts a job, or goes on with the one it is given, prints its JSON or its result, and waits: a process to be killed.

import { createClient } from '@mira/core'
import { generateMusic } from './generate-music.ts'
import { resumeMusic } from './resume-music.ts'

const [baseUrl, json] = process.argv.slice(2)
const client = createClient({ baseUrl })
if (json) {
  console.log((await resumeMusic(client, json).wait()).url)
} else {
  const job = await generateMusic(client, { prompt: 'Rain' })
  console.log(JSON.stringify(job))
  await job.wait()
}
