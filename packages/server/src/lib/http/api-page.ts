import { createHash } from 'node:crypto'

const style = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h2 { margin: 2rem 0 .5rem; text-transform: capitalize; }
details { border: 1px solid color-mix(in srgb, currentColor 20%, transparent); border-radius: .4rem; margin: .3rem 0; }
summary { cursor: pointer; padding: .4rem .8rem; }
details > div { padding: 0 .8rem .8rem; }
code, pre { font-family: ui-monospace, monospace; font-size: .9em; }
pre { overflow: auto; padding: .6rem; background: color-mix(in srgb, currentColor 7%, transparent); border-radius: .3rem; }
.method { display: inline-block; width: 4.5rem; font-weight: 600; }
.hint { opacity: .7; }
`

const script = `
const element = (name, text, ...children) => {
  const node = document.createElement(name)
  if (text) node.textContent = text
  node.append(...children)
  return node
}
const withClass = (node, name) => { node.className = name; return node }
const resolve = (api, schema, depth = 0) => {
  if (!schema || depth > 6) return {}
  if (schema.$ref) return resolve(api, schema.$ref.split('/').slice(1).reduce((value, key) => value?.[key], api), depth + 1)
  if (Array.isArray(schema)) return schema.map((item) => resolve(api, item, depth + 1))
  if (typeof schema !== 'object') return schema
  return Object.fromEntries(Object.entries(schema).map(([key, value]) =>
    [key, typeof value === 'object' && value !== null ? resolve(api, value, depth + 1) : value]))
}
const block = (title, value) => [element('h4', title), element('pre', JSON.stringify(value, null, 2))]
const describe = (api, path, method, operation) => {
  const body = element('div')
  if (operation.description) body.append(element('p', operation.description))
  const parameters = resolve(api, operation.parameters ?? [])
  if (parameters.length > 0) body.append(...block('Parameters', parameters))
  for (const [type, { schema }] of Object.entries(operation.requestBody?.content ?? {}))
    body.append(...block('Body: ' + type, resolve(api, schema)))
  for (const [status, response] of Object.entries(operation.responses ?? {})) {
    body.append(element('h4', status + ' ' + (resolve(api, response).description ?? '')))
    if (!status.startsWith('2')) continue
    for (const [type, { schema }] of Object.entries(resolve(api, response).content ?? {}))
      body.append(withClass(element('p', type), 'hint'), element('pre', JSON.stringify(schema, null, 2)))
  }
  return body
}
const toDetails = (api, path, method, operation) => {
  const summary = element('summary', '', withClass(element('span', method.toUpperCase()), 'method'),
    element('code', path), document.createTextNode(operation.summary ? ' · ' + operation.summary : ''))
  const details = element('details', '', summary)
  details.addEventListener('toggle', () => details.append(describe(api, path, method, operation)), { once: true })
  return details
}
const show = (api) => {
  const main = document.querySelector('main')
  main.replaceChildren(element('p', api.info.description))
  const groups = new Map()
  for (const [path, methods] of Object.entries(api.paths)) for (const [method, operation] of Object.entries(methods)) {
    const group = operation.tags?.[0] ?? path.split('/')[2] ?? 'server'
    groups.set(group, [...(groups.get(group) ?? []), toDetails(api, path, method, operation)])
  }
  for (const [group, operations] of groups) main.append(element('h2', group), ...operations)
}
fetch('openapi.json').then((response) => response.json()).then(show, (error) => {
  document.querySelector('main').textContent = 'Cannot read openapi.json: ' + error.message
})
`

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** Page of the API for a browser: lists the operations of `/openapi.json`. It loads nothing from other origins. */
export const apiPage: { readonly html: string; readonly headers: Record<string, string> } = {
  html: `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Mira server</title>
<link rel="icon" href="data:,">
<style>${style}</style>
<h1>Mira server</h1>
<p class="hint"><a href="openapi.json">openapi.json</a> · <a href="health">health</a></p>
<main>Loading…</main>
<script>${script}</script>
</html>
`,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `default-src 'none'; connect-src 'self'; img-src data:; style-src ${hash(style)}; script-src ${hash(script)}; base-uri 'none'; frame-ancestors 'none'`,
    vary: 'accept',
  },
}
