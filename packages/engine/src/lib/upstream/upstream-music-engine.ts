import type { MusicEngine } from '../music-engine.ts'
import { UpstreamClient, type UpstreamOptions } from './upstream-client.ts'
import { runUpstreamJob } from './upstream-job.ts'

/** Options for {@link createUpstreamMusicEngine}. The API has no field for a model. */
export type UpstreamMusicEngineOptions = Omit<UpstreamOptions, 'model'>

/** Creates a music engine on any server with the music endpoints of the vMira API. */
export function createUpstreamMusicEngine(options: UpstreamMusicEngineOptions): MusicEngine {
  const client = new UpstreamClient(options)
  return {
    info: {
      name: 'upstream-music',
      kind: 'upstream',
      description: `Forwards to the music model served at ${client.host}`,
    },
    async compose(request, callOptions = {}) {
      const { prompt, genre, mood, style, durationSeconds, isInstrumental, lyrics, seed } = request
      const body = {
        prompt,
        genre,
        mood,
        style,
        duration_seconds: durationSeconds,
        instrumental: isInstrumental,
        lyrics,
        seed,
      }
      const job = {
        path: '/audio/music',
        body,
        pollPath: (id: string) => `/audio/music/${encodeURIComponent(id)}`,
        urlField: 'audio_url',
      }
      const { data, fields } = await runUpstreamJob(client, job, callOptions)
      return {
        data,
        mediaType: isWav(data) ? 'audio/wav' : 'audio/mpeg',
        durationSeconds: typeof fields.duration_seconds === 'number' ? fields.duration_seconds : durationSeconds,
        lyrics: typeof fields.lyrics === 'string' ? fields.lyrics : undefined,
        composition: undefined,
      }
    },
    close: async () => client.close(),
  }
}

function isWav(data: Uint8Array): boolean {
  return Buffer.from(data.subarray(0, 4)).toString('latin1') === 'RIFF'
}
