import type { SharedV4ProviderMetadata } from '@ai-sdk/provider'
import type { Client } from '@mira/core'

/** Name under which provider options are read and provider metadata is returned. */
export const providerName = 'mira'

/** State shared by the models of a provider. */
export interface ModelContext {
  /** Returns the client. The default provider creates it when it is first used. */
  getClient(): Client
}

/** Returns the metadata of content that belongs to an item of a response, so that it can be sent back with its id. */
export const itemMetadata = (itemId: string | undefined): { providerMetadata?: SharedV4ProviderMetadata } =>
  itemId === undefined ? {} : { providerMetadata: { [providerName]: { itemId } } }
