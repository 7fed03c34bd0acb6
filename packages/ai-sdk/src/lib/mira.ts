import { createLazyMira, type MiraProvider } from './create-mira.ts'

/**
 * Provider with the default settings: it reads `MIRA_API_KEY` and `MIRA_BASE_URL` when it is first used, not when it is
 * imported.
 */
export const mira: MiraProvider = /* @__PURE__ */ createLazyMira()
