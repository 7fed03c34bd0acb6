/** What a program may weigh in a browser bundle, and beside whom it is shown. */
export interface Ceiling {
  readonly title: string
  /** In `programs/`. */
  readonly program: string
  /** KiB of the minified bundle after `gzip -9`; raised only in a commit that says why. */
  readonly maxGzipKiB: number
  /** Programs that do the same with other packages; their figures are printed, not judged. */
  readonly peers?: Readonly<Record<string, string>>
}

export const ceilings: readonly Ceiling[] = [
  { title: 'client alone', program: 'mira-client', maxGzipKiB: 2 },
  {
    title: 'one chat call',
    program: 'mira-chat',
    maxGzipKiB: 8,
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
    maxGzipKiB: 12,
    peers: { openai: 'openai-chat-stream', '@anthropic-ai/sdk': 'anthropic-chat-stream', ai: 'ai-chat-stream' },
  },
  { title: 'all of chat, by extend(chat)', program: 'mira-chat-extension', maxGzipKiB: 15.5 },
  { title: 'embeddings', program: 'mira-embeddings', maxGzipKiB: 9 },
  { title: 'models', program: 'mira-models', maxGzipKiB: 8 },
  {
    title: 'one job, waited for',
    program: 'mira-job',
    maxGzipKiB: 10.5,
    peers: { '@fal-ai/client': 'fal-job', replicate: 'replicate-job' },
  },
  {
    title: 'a realtime session',
    program: 'mira-realtime',
    maxGzipKiB: 10,
    // A channel of messages: no audio, no interruptions, no functions.
    peers: { '@supabase/realtime-js': 'supabase-channel' },
  },
  {
    title: 'a realtime session with microphone and loudspeaker',
    program: 'mira-realtime-audio',
    maxGzipKiB: 13,
  },
  { title: 'all of media, by extend(media)', program: 'mira-media', maxGzipKiB: 17 },
  { title: 'one transcription', program: 'mira-transcribe', maxGzipKiB: 11 },
  { title: 'all of account, by extend(account)', program: 'mira-account', maxGzipKiB: 10 },
  { title: 'responses, streamed', program: 'mira-responses-stream', maxGzipKiB: 11 },
]

/** Lines of declarations that the compiler reads for one chat program, the standard library not counted. */
export const maxDeclarationLines = 4_000

/** All client packages unpacked, with everything they install (`ws`); see docs/decisions/0016. */
export const maxInstallMiB = 1

/** The only packages of others that the client packages may install. */
export const allowedDependencies: readonly string[] = ['ws']

/** Installs of the server and its engines, with what each may weigh on Linux with x64. */
export const serverInstalls: readonly {
  readonly packages: readonly string[]
  readonly maxMiB: number
  readonly maxPackages: number
}[] = [
  { packages: ['@mira/engine'], maxMiB: 2, maxPackages: 3 },
  { packages: ['@mira/server'], maxMiB: 25, maxPackages: 55 },
  { packages: ['@mira/server', '@mira/engine-language'], maxMiB: 70, maxPackages: 80 },
  { packages: ['@mira/server', '@mira/engine-vision'], maxMiB: 85, maxPackages: 75 },
  { packages: ['@mira/server', '@mira/engine-video'], maxMiB: 135, maxPackages: 80 },
  { packages: ['@mira/server', '@mira/engine-audio'], maxMiB: 110, maxPackages: 75 },
  { packages: ['@mira/engines'], maxMiB: 300, maxPackages: 115 },
]
