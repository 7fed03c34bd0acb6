import { engineProofs } from './scripts/engines.mjs'
import { loadProofs } from './scripts/load.mjs'
import { repositoryProofs } from './scripts/repository.mjs'
import { sizeProofs } from './scripts/sizes.mjs'

/**
 * Claims verified by scripts. Each has a `name`, the `document` that makes the claim, the `check` that verifies it, a
 * `command` (and a shorter `quickCommand`), and `read`, which extracts claims with figures from the command's output.
 */
export const proofs = [...repositoryProofs, ...sizeProofs, ...loadProofs, ...engineProofs]
