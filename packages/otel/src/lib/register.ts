import { createCallTracer } from './call-tracer.ts'
import { openChannel } from './channels.ts'
import type { TelemetryHooks } from './telemetry-hooks.ts'
import { readTelemetryOptions, type TelemetryOptions } from './telemetry-options.ts'

/** Options of {@link registerMiraInstrumentation}. */
export type MiraInstrumentationOptions = TelemetryOptions

/**
 * Creates spans and metrics for the calls of all clients of the process, until it is unregistered: those of every copy
 * of the packages, in any module. Register once; a second registration creates every span twice.
 *
 * @returns A function that unregisters. Calls in progress then have no end, and their spans are not exported.
 * @throws {TypeError} when an option is unknown, or the runtime has no `diagnostics_channel`; use `telemetryHooks` then.
 * @example
 * const unregister = registerMiraInstrumentation()
 */
export function registerMiraInstrumentation(options: MiraInstrumentationOptions = {}): () => void {
  const hooks = createCallTracer(readTelemetryOptions(options))
  const subscriptions = Object.entries(hooks).map(([name, listener]) => {
    const channel = openChannel(`mira:${name.slice(2).toLowerCase()}`)
    if (!channel) throw new TypeError('This runtime has no diagnostics_channel; use telemetryHooks')
    return { channel, listener: listener as (message: unknown) => void }
  })
  for (const { channel, listener } of subscriptions) channel.subscribe(listener)
  return () => {
    for (const { channel, listener } of subscriptions.splice(0)) channel.unsubscribe(listener)
  }
}

/**
 * Creates hooks that create the spans and metrics of one client, for runtimes without `diagnostics_channel`, such as
 * browsers, or instead of a registration.
 *
 * @param options - As for {@link registerMiraInstrumentation}.
 * @throws {TypeError} when an option is unknown.
 * @example
 * const mira = createClient({ hooks: telemetryHooks() })
 */
export function telemetryHooks(options: TelemetryOptions = {}): TelemetryHooks {
  return createCallTracer(readTelemetryOptions(options))
}
