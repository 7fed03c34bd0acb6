// Resumes a music job started by another process, from its JSON in MIRA_JOB, and saves the result to MIRA_FILE.
import { createClient } from '@mira/core'
import { jobs } from '@mira/jobs'
import { saveResult } from '@mira/jobs/node'

const mira = createClient().extend(jobs)
const song = mira.music.resume(process.env.MIRA_JOB!)
await song.wait()
await saveResult(mira, song, { path: process.env.MIRA_FILE!, overwrite: true })
process.stdout.write(`Process ${process.pid} resumed ${song.id} and saved the result\n`)
