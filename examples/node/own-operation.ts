import { chat, type Model } from '@mira/chat'
import { type Client, createClient, path, type RequestOptions, request } from '@mira/core'

/** One operation: a function that takes the client. It has the timeouts, retries, errors and hooks of every call. */
function getModel(client: Client, id: string, options?: RequestOptions): Promise<Model> {
  return request<Model>(client, { operation: 'catalogue.get', path: path`/v1/models/${id}` }, options)
}

/** An extension binds operations to names. */
const catalogue = (client: Client) => ({
  catalogue: { get: (id: string, options?: RequestOptions) => getModel(client, id, options) },
})

const mira = createClient().extend(chat).extend(catalogue)
const { id, owned_by } = await mira.catalogue.get('mira', { timeout: 20_000 })
console.log(id, owned_by)
