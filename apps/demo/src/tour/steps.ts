import type { Step } from '../lib/step.ts'
import { account } from './account.ts'
import { conversation } from './conversation.ts'
import { images } from './images.ts'
import { jobs } from './jobs.ts'
import { models } from './models.ts'
import { realtime } from './realtime.ts'
import { responses } from './responses.ts'
import { search } from './search.ts'
import { structuredOutput } from './structured-output.ts'
import { vision } from './vision.ts'
import { voice } from './voice.ts'

/** The tour, in order. */
export const steps: readonly Step[] = [
  models,
  conversation,
  structuredOutput,
  responses,
  search,
  images,
  vision,
  voice,
  realtime,
  jobs,
  account,
]
