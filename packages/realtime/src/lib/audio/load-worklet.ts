import { MiraError } from '@mira/core'
import { Capture } from './capture.ts'
import { createResampler } from './create-resampler.ts'
import { Playback } from './playback.ts'
import { registerProcessors } from './register-processors.ts'

/** Options for the AudioWorklet: source of its code, and the context it runs in. */
export interface WorkletOptions {
  /**
   * URL of `@mira/realtime/audio/worklet.js` on your own origin, for pages whose `script-src` does not allow `blob:`.
   * Defaults to a `blob:` URL of the code.
   */
  readonly workletUrl?: string | URL | undefined
  /** Audio context to use. Defaults to a new one, which is closed with the microphone or speaker. */
  readonly context?: AudioContext | undefined
}

const loaded = /* @__PURE__ */ new WeakMap<AudioContext, Promise<void>>()

/**
 * Loads the audio processors into a context.
 *
 * @throws {MiraError} `audio_unsupported` if AudioWorklet is not available or the module cannot be loaded.
 */
export async function loadWorklet({ workletUrl, context }: WorkletOptions): Promise<AudioContext> {
  if (typeof AudioContext === 'undefined' || !globalThis.isSecureContext) {
    throw new MiraError(
      'realtime: audio requires AudioWorklet, which browsers provide on secure pages only (https, localhost)',
      {
        code: 'audio_unsupported',
      },
    )
  }
  const ready = context ?? new AudioContext({ latencyHint: 'interactive' })
  const loading = loaded.get(ready) ?? addModule(ready, workletUrl)
  loaded.set(ready, loading)
  try {
    await loading
  } catch (cause) {
    if (!context) void ready.close()
    const hint = workletUrl
      ? `${workletUrl} could not be loaded`
      : 'the content security policy may not allow blob: URLs; set workletUrl'
    throw new MiraError(`realtime: the AudioWorklet cannot be loaded: ${hint}`, { code: 'audio_unsupported', cause })
  }
  resume(ready)
  if (!context) resumeAfterInterruptions(ready)
  return ready
}

/** Resumes a context, if the browser allows it. Not awaited: it may be suspended until the first user gesture. */
function resume(context: AudioContext): void {
  context.resume().catch(() => {})
}

/**
 * Resumes a context after an interruption by the system, such as a phone call or Siri on iOS, whose versions differ: the
 * context stays `interrupted` until it is resumed, becomes `suspended`, or `running` by itself.
 */
function resumeAfterInterruptions(context: AudioContext): void {
  let wasInterrupted = false
  context.addEventListener('statechange', () => {
    wasInterrupted = isInterrupted(context) || (wasInterrupted && context.state === 'suspended')
    if (wasInterrupted) resume(context)
  })
}

/** Returns whether a context is suspended by the browser, or interrupted by the system. */
export const isBlocked = (context: AudioContext): boolean => context.state === 'suspended' || isInterrupted(context)

const isInterrupted = ({ state }: AudioContext): boolean => (state as string) === 'interrupted'

async function addModule(context: AudioContext, workletUrl: string | URL | undefined): Promise<void> {
  if (workletUrl) return context.audioWorklet.addModule(String(workletUrl))
  // Bundlers that preserve function names wrap functions in a `__name` helper, which the audio thread lacks.
  const parts = `{ createResampler: ${createResampler}, Capture: ${Capture}, Playback: ${Playback} }`
  const source = `const __name = (value) => value;(${registerProcessors})(${parts})`
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }))
  try {
    await context.audioWorklet.addModule(url)
  } finally {
    URL.revokeObjectURL(url)
  }
}
