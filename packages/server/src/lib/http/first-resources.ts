import type { Resource } from './app.ts'
import { chatCompletionRoutes } from './routes/chat-completions.ts'
import { metaRoutes } from './routes/meta.ts'
import { modelRoutes } from './routes/models.ts'
import { readinessRoutes } from './routes/readiness.ts'

/** Resources whose code is loaded before the server listens: those that programs and health checks request first. */
export const firstResources: readonly Resource[] = [metaRoutes, readinessRoutes, modelRoutes, chatCompletionRoutes]
