export { createUpgradeHandler, type UpgradeHandler } from './lib/node/create-upgrade-handler.ts'
export { type NodeHandler, toNodeHandler } from './lib/node/to-node-handler.ts'
