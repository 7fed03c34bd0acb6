// Child process for tests to kill: starts a job, prints its JSON and waits, or resumes a job and prints its result.

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
