import { chat, type Model } from '@mira/chat'
import { type Client, createClient, path, type RequestOptions, type RequestSpec } from '@mira/core'

/** One operation: a function that takes the client. It has the timeouts, retries, errors and hooks of every call. */
function getModel(client: Client, id: string, options?: RequestOptions): Promise<Model> {
  return client.request({ operation: 'catalogue.get', path: path`/v1/models/${id}`, read: readJson<Model> }, options)
}

/** An extension binds operations to names. */
const catalogue = (client: Client) => ({
  catalogue: { get: (id: string, options?: RequestOptions) => getModel(client, id, options) },
})

const mira = createClient().extend(chat).extend(catalogue)
const { id, owned_by } = await mira.catalogue.get('mira', { timeout: 20_000 })
console.log(id, owned_by)

async function readJson<Data>({ body }: Parameters<RequestSpec<Data>['read']>[0]): Promise<Data> {
  const decoder = new TextDecoder()
  let text = ''
  for (let bytes = await body.read(); bytes; bytes = await body.read()) text += decoder.decode(bytes, { stream: true })
  return JSON.parse(text + decoder.decode()) as Data
}
