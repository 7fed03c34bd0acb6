// Goes on with the song that another process has started, whose JSON is in MIRA_JOB, and saves it to MIRA_FILE.
import { createClient } from '@mira/core'
import { jobs } from '@mira/jobs'
import { saveResult } from '@mira/jobs/node'

const mira = createClient().extend(jobs)
const song = mira.music.resume(process.env.MIRA_JOB!)
await song.wait()
await saveResult(mira, song, process.env.MIRA_FILE!, { overwrite: true })
process.stdout.write(`Process ${process.pid} went on with ${song.id}, and saved it\n`)
