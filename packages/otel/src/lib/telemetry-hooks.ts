import type { Hooks } from '@mira/core'

/** Hooks of `telemetryHooks`. To add your own, call these from them. */
export type TelemetryHooks = Required<Pick<Hooks, 'onRequest' | 'onResponse' | 'onRetry' | 'onEnd' | 'onTask'>>
