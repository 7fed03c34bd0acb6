import { account } from './claims/account.mjs'
import { chat } from './claims/chat.mjs'
import { core } from './claims/core.mjs'
import { demo, deployment, root, security } from './claims/documents.mjs'
import { engines } from './claims/engines.mjs'
import { jobs } from './claims/jobs.mjs'
import { media } from './claims/media.mjs'
import { proxy } from './claims/proxy.mjs'
import { realtime } from './claims/realtime.mjs'
import { elsewhere, properties } from './claims/robustness.mjs'
import { server } from './claims/server.mjs'
import { engineProofs } from './scripts/engines.mjs'
import { loadProofs } from './scripts/load.mjs'
import { repositoryProofs } from './scripts/repository.mjs'
import { sizeProofs } from './scripts/sizes.mjs'

/** Claims verified by tests, grouped by document: `claims`, judged by one run of all their tests. */
export const areas = [
  root,
  core,
  chat,
  media,
  realtime,
  jobs,
  account,
  proxy,
  server,
  engines,
  demo,
  deployment,
  security,
  elsewhere,
  properties,
]

/**
 * Claims verified by scripts. Each has a `name`, the `document` that makes the claim, the `check` that verifies it, a
 * `command` (and a shorter `quickCommand`), and `read`, which extracts claims with figures from the command's output.
 */
export const proofs = [...repositoryProofs, ...sizeProofs, ...loadProofs, ...engineProofs]
