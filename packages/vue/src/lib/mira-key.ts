import type { Client } from '@mira/core'
import type { InjectionKey } from 'vue'

/** Key of the client that `createMira` provides. */
export const miraKey: InjectionKey<Client> = /* @__PURE__ */ Symbol('@mira/vue')
