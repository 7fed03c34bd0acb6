import type { Engine } from '@mira/engine'
import { type EngineRegistry, type EngineSlot, listEngineSlots } from '../inference/engines.ts'
import { EngineWatch } from './engine-watch.ts'
import type { ServerMetrics } from './server-metrics.ts'

/** Methods of engines that are not measured. */
const asides: ReadonlySet<string | symbol> = new Set(['close', 'models', 'voices', 'countTokens'])

/** Wraps all engines so that each call is measured and has a span. */
export function observeEngines(registry: EngineRegistry, metrics: ServerMetrics): EngineRegistry {
  const slots = listEngineSlots(registry).map(([name, slot]) => [name, observeSlot(name, slot, metrics)])
  return Object.fromEntries(slots) as EngineRegistry
}

function observeSlot(capability: string, slot: EngineSlot<Engine>, metrics: ServerMetrics): EngineSlot<Engine> {
  const observed = new WeakMap<Engine, Engine>()
  return {
    hint: slot.hint,
    get state() {
      return slot.state
    },
    get info() {
      return slot.info
    },
    async get() {
      const engine = await slot.get()
      if (!observed.has(engine)) observed.set(engine, observeEngine(capability, engine, metrics))
      return observed.get(engine)!
    },
    check: () => slot.check(),
    close: () => slot.close(),
  }
}

function observeEngine(capability: string, engine: Engine, metrics: ServerMetrics): Engine {
  return new Proxy(engine, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target)
      if (typeof value !== 'function') return value
      if (typeof name === 'symbol' || asides.has(name)) return value.bind(target)
      return (...args: readonly unknown[]) => {
        const watch = new EngineWatch(metrics, { capability, operation: name }, args[0])
        return watch.follow(() => value.apply(target, args))
      }
    },
  })
}
