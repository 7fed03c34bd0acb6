// Starts a song, or resumes the one whose JSON is passed; prints its JSON, waits, and prints its URL.
import { createClient } from '@mira/core'
import { jobs } from '@mira/jobs'

const [baseUrl, apiKey, json] = process.argv.slice(2)
const mira = createClient({ baseUrl: baseUrl!, apiKey: apiKey! }).extend(jobs)
const song = json
  ? mira.music.resume(json)
  : await mira.music.generate({ prompt: 'Slow piano', instrumental: true, duration_seconds: 60 })
console.log(JSON.stringify(song))
console.log((await song.wait()).url)
