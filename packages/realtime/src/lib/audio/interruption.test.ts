import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openMicrophone } from './microphone.ts'
import { openSpeaker } from './speaker.ts'

type State = AudioContextState | 'interrupted'

/** The part of the browser's `AudioContext` that is used, with a state that a test changes as iOS does. */
class ScriptedContext extends EventTarget {
  state: State = 'running'
  readonly audioWorklet = { addModule: async (): Promise<void> => {} }
  readonly destination = {}
  resumeCount = 0
  /** Whether the system allows the context to run. */
  canRun = true

  async resume(): Promise<void> {
    this.resumeCount += 1
    if (!this.canRun) throw new DOMException('Failed to start the audio device', 'InvalidStateError')
    if (this.state !== 'running') this.change('running')
  }

  async close(): Promise<void> {
    this.change('closed')
  }

  change(state: State): void {
    this.state = state
    this.dispatchEvent(new Event('statechange'))
  }
}

class ScriptedNode {
  readonly port = { postMessage(): void {}, onmessage: null }
  connect(): void {}
  disconnect(): void {}
}

const stream = { getAudioTracks: () => [], getTracks: () => [] }
const contexts: ScriptedContext[] = []
const rejections: unknown[] = []
const onRejection = (reason: unknown): void => void rejections.push(reason)

beforeEach(() => {
  contexts.length = 0
  rejections.length = 0
  process.on('unhandledRejection', onRejection)
  vi.stubGlobal('isSecureContext', true)
  vi.stubGlobal('AudioWorkletNode', ScriptedNode)
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia: async () => stream } })
  vi.stubGlobal(
    'AudioContext',
    class extends ScriptedContext {
      constructor() {
        super()
        contexts.push(this)
      }
    },
  )
})

afterEach(() => {
  process.off('unhandledRejection', onRejection)
  vi.unstubAllGlobals()
})

/** Lets rejections that nobody handles be reported. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe.each([
  { end: 'microphone', open: openMicrophone },
  { end: 'speaker', open: openSpeaker },
])('a $end that the system interrupts', ({ open }) => {
  it('is blocked until the caller resumes it, where the system does not allow it before', async () => {
    const audio = await open()
    const [context] = contexts as [ScriptedContext]
    expect(audio.isBlocked).toBe(false)
    context.canRun = false
    context.change('interrupted')
    expect(audio.isBlocked).toBe(true)
    await expect(audio.resume()).rejects.toMatchObject({ name: 'InvalidStateError' })
    context.canRun = true
    await audio.resume()
    expect([audio.isBlocked, context.state]).toEqual([false, 'running'])
    await settled()
    expect(rejections).toEqual([])
  })

  it.each<{ states: State[]; canRun: boolean[] }>([
    { states: ['interrupted'], canRun: [true] },
    { states: ['interrupted', 'suspended'], canRun: [false, true] },
    { states: ['interrupted', 'interrupted'], canRun: [false, true] },
  ])('resumes by itself after $states', async ({ states, canRun }) => {
    const audio = await open()
    const [context] = contexts as [ScriptedContext]
    for (const [index, state] of states.entries()) {
      context.canRun = canRun[index] ?? true
      context.change(state)
    }
    await settled()
    expect([audio.isBlocked, context.state]).toEqual([false, 'running'])
    expect(rejections).toEqual([])
  })

  it('stays suspended when the page suspends its context, and closed when it is closed', async () => {
    const audio = await open()
    const [context] = contexts as [ScriptedContext]
    const { resumeCount } = context
    context.change('suspended')
    expect([audio.isBlocked, context.resumeCount]).toEqual([true, resumeCount])
    await audio.close()
    expect([audio.isBlocked, context.state, context.resumeCount]).toEqual([false, 'closed', resumeCount])
  })

  it('leaves the context of the caller to the caller', async () => {
    const context = new ScriptedContext()
    const audio = await open({ context: context as unknown as AudioContext })
    const { resumeCount } = context
    context.change('interrupted')
    expect([audio.isBlocked, context.resumeCount]).toEqual([true, resumeCount])
    await audio.resume()
    expect(audio.isBlocked).toBe(false)
    await audio.close()
    expect(context.state).toBe('running')
  })

  it('opens in a page that may not start audio yet', async () => {
    const context = Object.assign(new ScriptedContext(), { state: 'suspended', canRun: false })
    const audio = await open({ context: context as unknown as AudioContext })
    expect(audio.isBlocked).toBe(true)
    await settled()
    expect(rejections).toEqual([])
  })
})
