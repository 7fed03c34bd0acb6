import { createClient } from '@mira/core'
import { jobs } from '@mira/jobs'

const mira = createClient().extend(jobs)

/** Placeholder for your database. */
const store = new Map<string, string>()

// #region resume
const song = await mira.music.generate({ prompt: 'Rain', instrumental: true, duration_seconds: 3 })
store.set('song', JSON.stringify(song)) // contains no secrets

// Later, in another process:
const again = mira.music.resume(store.get('song') ?? '') // or its id
console.log(again.state?.status ?? 'no status yet')
const { status } = await again.wait()
console.log(status, again.id === song.id ? 'the same job' : 'another job')
// #endregion
