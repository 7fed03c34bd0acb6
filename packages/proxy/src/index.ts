export { createProxyHandler, type ProxyHandler } from './lib/create-proxy-handler.ts'
export { type Endpoint, type EndpointArea, endpoints } from './lib/endpoints.ts'
export type { ForwardedCall, ProxyOptions, VisitorLimits } from './lib/proxy-options.ts'
