/** Size budget of a program in a browser bundle, and the peers shown next to it. */
export interface Ceiling {
  readonly title: string
  /** File name in `programs/`. */
  readonly program: string
  /** Maximum size of the minified bundle after `gzip -9`, in KiB; raised only in a commit that says why. */
  readonly maxGzipKiB: number
  /** Equivalent programs with other packages; their sizes are printed, not checked. */
  readonly peers?: Readonly<Record<string, string>>
}

/** Size budgets of all programs. */
export const ceilings: readonly Ceiling[] = [
  { title: 'client alone', program: 'mira-client', maxGzipKiB: 1.9 },
  {
    title: 'one chat call',
    program: 'mira-chat',
    maxGzipKiB: 8.5,
    peers: {
      openai: 'openai-chat',
      '@anthropic-ai/sdk': 'anthropic-chat',
      '@mistralai/mistralai': 'mistral-chat',
      ai: 'ai-chat',
      ky: 'ky-chat',
      'bare fetch': 'fetch-chat',
    },
  },
  {
    title: 'one streamed chat call',
    program: 'mira-chat-stream',
    maxGzipKiB: 13.25,
    peers: { openai: 'openai-chat-stream', '@anthropic-ai/sdk': 'anthropic-chat-stream', ai: 'ai-chat-stream' },
  },
  { title: 'streamed structured output', program: 'mira-parsed-stream', maxGzipKiB: 15.3 },
  { title: 'all of chat, by extend(chat)', program: 'mira-chat-extension', maxGzipKiB: 19.65 },
  { title: 'embeddings', program: 'mira-embeddings', maxGzipKiB: 9.45 },
  { title: 'a batch of chat calls', program: 'mira-batch', maxGzipKiB: 12.5 },
  { title: 'models', program: 'mira-models', maxGzipKiB: 8.15 },
  {
    title: 'one job, waited for',
    program: 'mira-job',
    maxGzipKiB: 11.4,
    peers: { '@fal-ai/client': 'fal-job', replicate: 'replicate-job' },
  },
  {
    title: 'a realtime session',
    program: 'mira-realtime',
    maxGzipKiB: 12.2,
    // A channel of messages: no audio, no interruptions, no functions.
    peers: { '@supabase/realtime-js': 'supabase-channel' },
  },
  {
    title: 'a realtime session with microphone and loudspeaker',
    program: 'mira-realtime-audio',
    maxGzipKiB: 15.35,
  },
  { title: 'all of media, by extend(media)', program: 'mira-media', maxGzipKiB: 18.65 },
  { title: 'one transcription', program: 'mira-transcribe', maxGzipKiB: 12.1 },
  { title: 'all of account, by extend(account)', program: 'mira-account', maxGzipKiB: 9.65 },
  { title: 'one metered chat call with a budget', program: 'mira-meter', maxGzipKiB: 16 },
  { title: 'responses, streamed', program: 'mira-responses-stream', maxGzipKiB: 12.25 },
  { title: 'one traced chat call', program: 'mira-otel', maxGzipKiB: 16.85 },
  { title: 'one chat call, collected from a stream', program: 'mira-collected', maxGzipKiB: 13.4 },
  { title: 'a response, collected and continued', program: 'mira-collected-response', maxGzipKiB: 13.0 },
  { title: 'a recorded run with tools', program: 'mira-record-run', maxGzipKiB: 12.75 },
  { title: 'the provider for the AI SDK, with all models', program: 'mira-ai-sdk', maxGzipKiB: 39.5 },
  { title: 'pacing, without the calls', program: 'mira-traffic-pacing', maxGzipKiB: 6.05 },
  { title: 'fallback, without the calls', program: 'mira-traffic-fallback', maxGzipKiB: 4.45 },
  { title: 'hedging, without the calls', program: 'mira-traffic-hedge', maxGzipKiB: 1.3 },
  { title: 'caching, without the calls', program: 'mira-traffic-cache', maxGzipKiB: 3.35 },
  { title: 'useChat with its provider, React included', program: 'mira-react-chat', maxGzipKiB: 21.65 },
  { title: 'all hooks, React included', program: 'mira-react', maxGzipKiB: 53.3 },
  { title: 'useChat with its plugin, Vue included', program: 'mira-vue-chat', maxGzipKiB: 26 },
  { title: 'createChat with its context, Svelte included', program: 'mira-svelte-chat', maxGzipKiB: 33.8 },
]

/** Maximum lines of declarations the compiler reads for one chat program, excluding the standard library. */
export const maxDeclarationLines = 4_000

/** Maximum size of all client packages unpacked, with everything they install (`ws`); see docs/decisions/0016. */
export const maxInstallMiB = 1.2

/** The only third-party packages that the client packages may install. */
export const allowedDependencies: readonly string[] = ['ws']

/** Installs of the server and its engines, with their size limits on Linux x64. */
export const serverInstalls: readonly {
  readonly packages: readonly string[]
  readonly maxMiB: number
  readonly maxPackages: number
}[] = [
  { packages: ['@mira/engine'], maxMiB: 2, maxPackages: 3 },
  { packages: ['@mira/server'], maxMiB: 25, maxPackages: 55 },
  { packages: ['@mira/server', '@mira/playground'], maxMiB: 28, maxPackages: 58 },
  { packages: ['@mira/server', '@mira/engine-language'], maxMiB: 70, maxPackages: 80 },
  { packages: ['@mira/server', '@mira/engine-vision'], maxMiB: 85, maxPackages: 75 },
  { packages: ['@mira/server', '@mira/engine-video'], maxMiB: 135, maxPackages: 80 },
  { packages: ['@mira/server', '@mira/engine-audio'], maxMiB: 110, maxPackages: 75 },
  { packages: ['@mira/engines'], maxMiB: 300, maxPackages: 115 },
]
