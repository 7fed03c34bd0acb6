import type { Client } from '@mira/core'
import { type Context, createContext } from 'react'

/** Context of the client, provided by `MiraProvider`. */
export const MiraContext: Context<Client | undefined> = /* @__PURE__ */ createContext<Client | undefined>(undefined)
