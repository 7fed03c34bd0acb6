import type { Client } from '@mira/core'
import { connectRealtime, type RealtimeEvent, type RealtimeSession } from '@mira/realtime'
import { type AudioSink, type AudioSource, attachAudio } from '@mira/realtime/audio'
import { isMicrophone, listInputDevices, onBlockedChange, onDeviceChange, readDevices } from './call-devices.ts'
import { LatencyMeter, noLatencies } from './call-latencies.ts'
import { type CallLevelsWriter, createCallLevels } from './call-levels.ts'
import type { CallStoreOptions } from './call-store-options.ts'
import type { CallStoreState } from './call-store-state.ts'
import { Captions } from './captions.ts'
import { notify } from './notify.ts'
import { State } from './state.ts'

const initial: CallStoreState = {
  status: 'idle',
  attempt: undefined,
  captions: [],
  latencies: noLatencies,
  hasMicrophone: false,
  isMuted: false,
  isUserSpeaking: false,
  isResponding: false,
  isBlocked: false,
  devices: [],
  deviceId: undefined,
  session: undefined,
  error: undefined,
}

/** A call in progress. */
interface Run {
  readonly controller: AbortController
  readonly captions: Captions
  readonly latencies: LatencyMeter
  /** Undo what was opened, the last first. */
  readonly closers: (() => unknown)[]
  session?: RealtimeSession
  source?: AudioSource | undefined
  sink?: AudioSink | undefined
}

/** Calls of a store, one at a time. */
export class Call {
  readonly state: State<CallStoreState> = new State(initial)
  readonly levels: CallLevelsWriter = createCallLevels()
  options: CallStoreOptions
  readonly #client: Client
  #run: Run | undefined
  #deviceId: string | undefined

  constructor(client: Client, options: CallStoreOptions) {
    this.#client = client
    this.options = options
  }

  start(): boolean {
    if (this.#run) return false
    const controller = new AbortController()
    const run: Run = { controller, captions: new Captions(), latencies: new LatencyMeter(), closers: [] }
    this.#run = run
    const { isMuted, devices } = this.state.getSnapshot()
    this.state.set({ ...initial, isMuted, devices, status: 'connecting' })
    this.#open(run).catch((error) => this.#close(run, error))
    return true
  }

  end(): void {
    if (this.#run) this.#close(this.#run)
  }

  interrupt(): void {
    if (this.#run?.session?.state === 'open') this.#run.session.interrupt()
  }

  sendText(text: string): boolean {
    const run = this.#run
    if (!run?.session || run.session.state === 'closed' || text.trim() === '') return false
    run.session.sendText(text)
    this.state.set({ latencies: run.latencies.ask(performance.now()) })
    return true
  }

  setMuted(isMuted: boolean): void {
    this.state.set({ isMuted })
    if (isMicrophone(this.#run?.source)) this.#run.source.muted = isMuted
  }

  async setDevice(deviceId: string): Promise<void> {
    const run = this.#run
    try {
      if (isMicrophone(run?.source)) await run.source.use(deviceId)
      this.#deviceId = deviceId
      this.state.set({ deviceId, error: undefined })
    } catch (error) {
      this.state.set({ error })
    }
  }

  async resumeAudio(): Promise<void> {
    const { sink, source } = this.#run ?? {}
    for (const device of [sink, source] as { resume?(): Promise<void> }[]) await device?.resume?.()
  }

  async #open(run: Run): Promise<void> {
    const { controller, captions } = run
    const { params, realtime, workletUrl, deviceId, requiresMicrophone = true, ...others } = this.options
    const { openSource, openSink } = readDevices(others)
    const { signal } = controller
    const audio = { overflow: 'drop', ...realtime?.audio } as const
    const onLevel = (level: number): void => this.levels.set({ microphone: level })
    const onLost = (error: unknown): void => {
      if (this.#run === run) this.state.set({ error, hasMicrophone: false })
    }
    const onMissing = (error: unknown): undefined => {
      if (requiresMicrophone) throw error
      onLost(error)
    }
    const sourceOptions = { deviceId: this.#deviceId ?? deviceId, workletUrl, onLevel, onLost }
    const sinkOptions = { workletUrl, onLevel: (level: number) => this.levels.set({ speaker: level }) }
    const [session, source, sink] = await Promise.all([
      keep(run, connectRealtime(this.#client, params, { ...realtime, audio, signal }), (session) => session.close()),
      openSource ? keep(run, openSource(sourceOptions), (source) => source.close()).catch(onMissing) : undefined,
      openSink ? keep(run, openSink(sinkOptions), (sink) => sink.close()) : undefined,
    ])
    Object.assign(run, { session, source, sink })
    if (isMicrophone(source)) source.muted = this.state.getSnapshot().isMuted
    run.closers.push(session.on('*', (event) => this.#note(run, event)))
    const attached = await attachAudio(session, { source, sink })
    run.closers.push(() => attached.detach())
    signal.throwIfAborted()
    this.#watchDevices(run)
    const status = session.state === 'reconnecting' ? 'reconnecting' : 'open'
    this.state.set({ status, session, captions: captions.list, hasMicrophone: source !== undefined })
    void session.closed.then(({ error }) => this.#close(run, error))
  }

  #watchDevices(run: Run): void {
    if (!isMicrophone(run.source)) return
    const { source } = run
    const list = async (): Promise<void> => {
      const devices = await listInputDevices()
      if (this.#run === run) this.state.set({ devices, deviceId: source.deviceId })
    }
    run.closers.push(
      onDeviceChange(() => void list()),
      onBlockedChange(run.sink, (isBlocked) => this.state.set({ isBlocked })),
    )
    void list()
  }

  #note(run: Run, event: RealtimeEvent): void {
    if (this.#run !== run) return
    if (run.captions.note(event)) this.state.setInFrame(() => ({ captions: run.captions.list }))
    const latencies = run.latencies.note(event, performance.now())
    const changes = latencies ? { latencies, ...toChanges(event) } : toChanges(event)
    // Not before everything is open, nor after the end.
    if (changes && (!changes.status || this.state.getSnapshot().session)) this.state.set(changes)
    notify(this.options.onEvent, event)
  }

  /** Ends a call, once. */
  #close(run: Run, error?: unknown): void {
    if (this.#run !== run) return
    this.#run = undefined
    run.controller.abort()
    for (const close of run.closers.splice(0).reverse()) void Promise.resolve(close()).catch(() => {})
    this.levels.reset()
    this.state.set({
      captions: run.captions.list,
      status: error === undefined ? 'ended' : 'error',
      attempt: undefined,
      hasMicrophone: false,
      isUserSpeaking: false,
      isResponding: false,
      isBlocked: false,
      session: undefined,
      error,
    })
    notify(this.options.onEnd, error)
  }
}

/** Waits for a resource and notes how it is closed; one that comes after the end is closed at once. */
async function keep<Resource>(
  { controller: { signal }, closers }: Run,
  opening: Promise<Resource>,
  close: (resource: Resource) => unknown,
): Promise<Resource> {
  const resource = await opening
  if (signal.aborted) await close(resource)
  signal.throwIfAborted()
  closers.push(() => close(resource))
  return resource
}

function toChanges(event: RealtimeEvent): Partial<CallStoreState> | undefined {
  switch (event.type) {
    case 'mira.state':
      if (event.state !== 'reconnecting' && event.state !== 'open') return undefined
      return { status: event.state, attempt: event.attempt, isUserSpeaking: false }
    case 'input_audio_buffer.speech_started':
      return { isUserSpeaking: true }
    case 'input_audio_buffer.speech_stopped':
      return { isUserSpeaking: false }
    case 'response.created':
      return { isResponding: true }
    case 'response.done':
    case 'mira.interrupted':
      return { isResponding: false }
    default:
      return undefined
  }
}
