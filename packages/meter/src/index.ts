export { BudgetError, type BudgetErrorOptions, type BudgetLimit, type BudgetLimits } from './lib/budget.ts'
export { Cost } from './lib/cost.ts'
export { costOf } from './lib/cost-of.ts'
export { getPrices } from './lib/get-prices.ts'
export { meter } from './lib/meter.ts'
export type { MeterOptions } from './lib/meter-options.ts'
export type { CallStatus, MeteredCall, Summary } from './lib/metered-call.ts'
export type { ModelPrice, PriceList } from './lib/prices.ts'
export {
  type Charge,
  type CorrectedCall,
  type ReconcileOptions,
  type Reconciliation,
  reconcile,
} from './lib/reconcile.ts'
export type { CountTokens } from './lib/request-facts.ts'
export type { Scope, ScopeSnapshot } from './lib/scope.ts'
export { addUsage, noUsage, type Usage } from './lib/usage.ts'
export { usageOf } from './lib/usage-of.ts'
