import type { Resource } from './app.ts'
import { firstResources } from './first-resources.ts'
import { apiKeyRoutes } from './routes/api-keys.ts'
import { billingRoutes } from './routes/billing.ts'
import { completionRoutes } from './routes/completions.ts'
import { embeddingRoutes } from './routes/embeddings.ts'
import { imageRoutes } from './routes/images.ts'
import { jobRoutes } from './routes/jobs.ts'
import { mediaFileRoutes } from './routes/media-files.ts'
import { moderationRoutes } from './routes/moderations.ts'
import { musicRoutes } from './routes/music.ts'
import { quotaRoutes } from './routes/quota.ts'
import { realtimeRoutes } from './routes/realtime.ts'
import { responseRoutes } from './routes/responses.ts'
import { speechRoutes } from './routes/speech.ts'
import { storedResponseRoutes } from './routes/stored-responses.ts'
import { transcriptionRoutes } from './routes/transcription.ts'
import { usageRoutes } from './routes/usage.ts'
import { videoRoutes } from './routes/video.ts'
import { visionRoutes } from './routes/vision.ts'
import { voiceRoutes } from './routes/voices.ts'

/** All resources. Loaded with the first request for another one than {@link firstResources}. */
export const allResources: readonly Resource[] = [
  ...firstResources,
  completionRoutes,
  responseRoutes,
  storedResponseRoutes,
  embeddingRoutes,
  moderationRoutes,
  imageRoutes,
  speechRoutes,
  transcriptionRoutes,
  voiceRoutes,
  visionRoutes,
  apiKeyRoutes,
  billingRoutes,
  usageRoutes,
  quotaRoutes,
  realtimeRoutes,
  mediaFileRoutes,
  musicRoutes,
  videoRoutes,
  jobRoutes,
]
