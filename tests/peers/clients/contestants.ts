import type { OpenClient, Skill } from './client.ts'

/** Who takes part, and in what. */
export interface Contestant {
  readonly skills: readonly Skill[]
  /** Loads it, only when asked for: what a contestant costs to import is part of what is measured. */
  readonly load: () => Promise<{ readonly open: OpenClient<never> }>
  /** Whether its streams take so long that it gets fewer and shorter ones. */
  readonly isSlow: boolean
}

const contestant = <Can extends Skill>(
  load: () => Promise<{ readonly open: OpenClient<Can> }>,
  skills: readonly Can[],
  { isSlow = false } = {},
): Contestant => ({ load, skills, isSlow })

const chat = ['chat', 'streamChat'] as const
const api = [...chat, 'streamResponse', 'embed', 'embedAsBase64', 'upload', 'download'] as const

/** The one that is judged. */
export const ownClient = 'mira'

/** All contestants by name, in the order of the columns: first those written by hand, then public clients, then ours. */
export const contestants: Readonly<Record<string, Contestant>> = {
  'node:http': contestant(() => import('./node-http.ts'), api),
  ws: contestant(() => import('./ws.ts'), ['openVoice']),
  socket: contestant(() => import('./socket.ts'), [...chat, 'streamResponse', 'embed', 'embedAsBase64']),
  pool: contestant(() => import('./pool.ts'), [...chat, 'streamResponse', 'embed', 'embedAsBase64']),
  fetch: contestant(() => import('./fetch.ts'), api),
  WebSocket: contestant(() => import('./web-socket.ts'), ['openVoice']),
  parser: contestant(() => import('./eventsource-parser.ts'), ['streamChat', 'streamResponse']),
  ky: contestant(() => import('./ky.ts'), ['chat']),
  openai: contestant(() => import('./openai.ts'), [...api, 'openVoice']),
  anthropic: contestant(() => import('./anthropic.ts'), chat),
  ai: contestant(() => import('./ai.ts'), [...chat, 'embed'], { isSlow: true }),
  mistral: contestant(() => import('./mistral.ts'), [...chat, 'embed'], { isSlow: true }),
  genai: contestant(() => import('./genai.ts'), chat),
  fal: contestant(() => import('./fal.ts'), ['runJob']),
  replicate: contestant(() => import('./replicate.ts'), ['runJob']),
  supabase: contestant(() => import('./supabase.ts'), ['openVoice']),
  [ownClient]: contestant(() => import('./mira.ts'), [...api, 'openVoice', 'runJob']),
}
