import { chat, type Model } from '@mira/chat'
import { type Client, createClient, path, type RequestOptions, request } from '@mira/core'

/** An operation: a function that takes the client, with the timeouts, retries, errors and hooks of every call. */
function getModel(client: Client, id: string, options?: RequestOptions): Promise<Model> {
  return request<Model>(client, { operation: 'catalog.get', path: path`/v1/models/${id}` }, options)
}

/** An extension: binds operations to a client. */
const catalog = (client: Client) => ({
  catalog: { get: (id: string, options?: RequestOptions) => getModel(client, id, options) },
})

const mira = createClient().extend(chat).extend(catalog)
const { id, owned_by } = await mira.catalog.get('mira', { timeout: 20_000 })
console.log(id, owned_by)
