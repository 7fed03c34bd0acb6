import { MiraError } from '@mira/core'
import { createResampler } from './create-resampler.ts'
import { registerProcessors } from './register-processors.ts'

/** Where the code of the audio thread comes from, and the context it runs in. */
export interface WorkletOptions {
  /**
   * Address of `@mira/realtime/audio/worklet.js` on your own origin, for pages whose `script-src` does not allow
   * `blob:`; by default the code is made into a blob.
   */
  readonly workletUrl?: string | URL | undefined
  /** Default a context of its own. */
  readonly context?: AudioContext | undefined
}

const loaded = /* @__PURE__ */ new WeakMap<AudioContext, Promise<void>>()

/** Makes sure that a context has our processors. @throws {MiraError} `audio_unsupported` where that is not possible. */
export async function loadWorklet({ workletUrl, context }: WorkletOptions): Promise<AudioContext> {
  if (typeof AudioContext === 'undefined' || !globalThis.isSecureContext) {
    throw new MiraError('realtime: sound needs AudioWorklet, which browsers have on secure pages (https, localhost)', {
      code: 'audio_unsupported',
    })
  }
  const ready = context ?? new AudioContext({ latencyHint: 'interactive' })
  const loading = loaded.get(ready) ?? addModule(ready, workletUrl)
  loaded.set(ready, loading)
  try {
    await loading
  } catch (cause) {
    if (!context) void ready.close()
    const hint = workletUrl ? `${workletUrl} could not be loaded` : 'a policy may forbid blobs; give workletUrl'
    throw new MiraError(`realtime: no audio thread: ${hint}`, { code: 'audio_unsupported', cause })
  }
  // Before the user's first gesture a browser lets this wait, and plays nothing.
  void ready.resume()
  return ready
}

async function addModule(context: AudioContext, workletUrl: string | URL | undefined): Promise<void> {
  if (workletUrl) return context.audioWorklet.addModule(String(workletUrl))
  // Bundlers that keep names wrap functions in a helper that the audio thread does not have.
  const source = `const __name = (value) => value;(${registerProcessors})(${createResampler})`
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }))
  try {
    await context.audioWorklet.addModule(url)
  } finally {
    URL.revokeObjectURL(url)
  }
}
