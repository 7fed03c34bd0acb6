export { createProxyHandler, type ProxyHandler } from './lib/create-proxy-handler.ts'
export { type Endpoint, endpoints } from './lib/endpoints.ts'
export type { ForwardedCall, ProxyOptions, VisitorLimits } from './lib/proxy-options.ts'
