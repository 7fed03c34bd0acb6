import type { MeterProvider, TracerProvider } from '@opentelemetry/api'
import { instrumentationName } from './convention.ts'
import { registerMiraInstrumentation } from './register.ts'
import type { TelemetryOptions } from './telemetry-options.ts'

/** Configuration of a {@link MiraInstrumentation}. */
export interface MiraInstrumentationConfig extends Pick<TelemetryOptions, 'captureContent'> {
  /** Whether it starts at once. Defaults to `true`; `NodeSDK` and `registerInstrumentations` start it in any case. */
  readonly enabled?: boolean | undefined
}

/**
 * The registration as an instrumentation, for the `instrumentations` of `NodeSDK` or of `registerInstrumentations`, whose
 * providers it then uses. It has the interface of `@opentelemetry/instrumentation` without depending on it, because
 * nothing has to be patched.
 *
 * @example
 * new NodeSDK({ instrumentations: [new MiraInstrumentation()] }).start()
 */
export class MiraInstrumentation {
  /** Name of the instrumentation. */
  readonly instrumentationName: string = instrumentationName
  /** Version of the instrumentation; the package is versioned by its registry alone. */
  readonly instrumentationVersion: string = ''
  #config: MiraInstrumentationConfig
  #providers: Pick<TelemetryOptions, 'tracerProvider' | 'meterProvider'> = {}
  #unregister: (() => void) | undefined

  /** @throws {TypeError} when an option is unknown, or the runtime has no `diagnostics_channel`. */
  constructor(config: MiraInstrumentationConfig = {}) {
    this.#config = config
    if (config.enabled !== false) this.enable()
  }

  /** Starts to trace. Does nothing if it has been started. */
  enable(): void {
    const { enabled: _, ...options } = this.#config
    this.#unregister ??= registerMiraInstrumentation({ ...options, ...this.#providers })
  }

  /** Stops to trace. */
  disable(): void {
    this.#unregister?.()
    this.#unregister = undefined
  }

  /** Sets the provider of tracers. */
  setTracerProvider(tracerProvider: TracerProvider): void {
    this.#restart(() => {
      this.#providers = { ...this.#providers, tracerProvider }
    })
  }

  /** Sets the provider of meters. */
  setMeterProvider(meterProvider: MeterProvider): void {
    this.#restart(() => {
      this.#providers = { ...this.#providers, meterProvider }
    })
  }

  /** Sets the configuration. */
  setConfig(config: MiraInstrumentationConfig): void {
    this.#restart(() => {
      this.#config = config
    })
  }

  /** Returns the configuration. */
  getConfig(): MiraInstrumentationConfig {
    return this.#config
  }

  #restart(change: () => void): void {
    const isEnabled = this.#unregister !== undefined
    this.disable()
    change()
    if (isEnabled) this.enable()
  }
}
