import { createClient, type Download } from '@mira/core'
import { expectTypeOf } from 'vitest'
import { generateMusic } from './generate-music.ts'
import type { Job } from './job.ts'
import type { JobState, JobStatus } from './job-state.ts'
import { jobs } from './jobs.ts'
import type { MusicReply } from './music.ts'
import type { VideoReply } from './video.ts'

const mira = createClient().extend(jobs)

expectTypeOf(generateMusic).returns.resolves.toEqualTypeOf<Job<MusicReply>>()
generateMusic(mira, { prompt: 'Rain', duration_seconds: 30, lyrics: null, seed: 7 })
// @ts-expect-error a duration is a number
generateMusic(mira, { prompt: 'Rain', duration_seconds: '30' })
// @ts-expect-error a prompt is needed
mira.music.generate({ genre: 'ambient' })

mira.video.generate({ prompt: 'Rain', aspect_ratio: '16:9', first_frame: new Blob([]), ...{ camera: 'still' } })
// @ts-expect-error a misspelled field
mira.video.generate({ prompt: 'Rain', aspectRatio: '16:9' })
// @ts-expect-error a number is not an image
mira.video.generate({ prompt: 'Rain', first_frame: 7 })

const film = mira.video.resume('j1')
expectTypeOf(film.wait()).resolves.toEqualTypeOf<JobState<VideoReply>>()
expectTypeOf(film.watch()).toExtend<AsyncIterable<JobState<VideoReply>>>()
expectTypeOf(film.state).toEqualTypeOf<JobState<VideoReply> | undefined>()
expectTypeOf(film.download()).toEqualTypeOf<Download>()
expectTypeOf<JobState['status']>().toEqualTypeOf<JobStatus>()
mira.music.resume(JSON.stringify(film))
