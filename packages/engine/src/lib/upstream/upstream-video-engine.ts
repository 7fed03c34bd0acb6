import type { VideoEngine } from '../video-engine.ts'
import { toDataUri } from './data-uri.ts'
import { UpstreamClient, type UpstreamOptions } from './upstream-client.ts'
import { runUpstreamJob } from './upstream-job.ts'

/** Options for {@link createUpstreamVideoEngine}. The API has no field for a model. */
export type UpstreamVideoEngineOptions = Omit<UpstreamOptions, 'model'>

/** Creates a video engine on any server with the video endpoints of the vMira API. */
export function createUpstreamVideoEngine(options: UpstreamVideoEngineOptions): VideoEngine {
  const client = new UpstreamClient(options)
  return {
    info: {
      name: 'upstream-video',
      kind: 'upstream',
      description: `Forwards to the video model served at ${client.host}`,
    },
    async animate(request, callOptions = {}) {
      const { prompt, firstFrame, aspectRatio, durationSeconds, resolution, seed } = request
      const body = {
        prompt,
        first_frame: firstFrame && toDataUri(firstFrame, 'first_frame'),
        aspect_ratio: aspectRatio,
        duration_seconds: durationSeconds,
        resolution,
        seed,
      }
      const job = {
        path: '/video/generate',
        body,
        pollPath: (id: string) => `/video/${encodeURIComponent(id)}`,
        urlField: 'video_url',
      }
      const { data, fields } = await runUpstreamJob(client, job, callOptions)
      const number = (name: string) => (typeof fields[name] === 'number' ? fields[name] : undefined)
      return {
        data,
        mediaType: 'video/mp4',
        durationSeconds: number('duration_seconds') ?? durationSeconds,
        width: number('width'),
        height: number('height'),
        framesPerSecond: number('frames_per_second'),
        description: typeof fields.description === 'string' ? fields.description : undefined,
        seed: number('seed') ?? seed,
      }
    },
    close: async () => client.close(),
  }
}
