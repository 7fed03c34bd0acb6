import { Expression, writePython } from './write-literal.ts'

/** A file of the user inside of JSON, which is sent as a data URL. */
export class FileContent {
  readonly name: string
  readonly mediaType: string

  constructor({ name, type }: { readonly name: string; readonly type: string }) {
    this.name = name
    this.mediaType = type || 'application/octet-stream'
  }
}

/** A request of the API. */
export interface ApiRequest {
  /** Defaults to `POST` if there is a body, otherwise to `GET`. */
  readonly method?: 'DELETE' | undefined
  readonly path: string
  readonly json?: object | undefined
  /** Fields of a form, in their order; a file is that of the given name. */
  readonly form?: readonly (readonly [name: string, value: string | FileContent])[] | undefined
  /** File for a binary response. */
  readonly output?: string | undefined
}

/** Writes a request as a command for a POSIX shell. */
export function writeCurl({ method, path, json, form, output }: ApiRequest): string {
  const fields = (form ?? []).map(([name, value]) =>
    value instanceof FileContent ? `-F ${quote(`${name}=@${value.name}`)}` : `-F ${quote(`${name}=${value}`)}`,
  )
  const parts = [
    `curl ${method === undefined ? '' : `-X ${method} `}"$MIRA_BASE_URL${path}"`,
    '-H "Authorization: Bearer $MIRA_API_KEY"',
    ...(json === undefined ? [] : ["-H 'Content-Type: application/json'"]),
    ...fields,
    ...(output === undefined ? [] : [`-o ${quote(output)}`]),
  ]
  const command = parts.join(' \\\n  ')
  if (json === undefined) return command
  const body = JSON.stringify(json, replaceFile, 2)
  if (!hasFile(json)) return `${command} \\\n  -d ${quote(body)}`
  // A here-document, in which the shell inserts the content of the files.
  const escaped = body.replace(/[\\$`]/g, '\\$&').replace(marker, (_, type: string, name: string) => {
    const file = quote(JSON.parse(`"${name.replace(/\\([\\$`])/g, '$1')}"`) as string)
    return `data:${type};base64,$(base64 < ${file} | tr -d '\\n')`
  })
  return `${command} \\\n  -d @- <<JSON\n${escaped}\nJSON`
}

/** Writes a request as a program in Python with the package `requests`. */
export function writePythonRequest({ method, path, json, form, output }: ApiRequest): string {
  const data = form?.filter(([, value]) => !(value instanceof FileContent)) ?? []
  const files = form?.filter(([, value]) => value instanceof FileContent) ?? []
  const hasBody = json !== undefined || form !== undefined
  const verb = method?.toLowerCase() ?? (hasBody ? 'post' : 'get')
  const encoded = json === undefined ? undefined : replacePythonFiles(json)
  const lines = [
    ...(json !== undefined && hasFile(json) ? ['import base64'] : []),
    'import os',
    '',
    'import requests',
    '',
    `response = requests.${verb}(`,
    `    os.environ["MIRA_BASE_URL"] + ${JSON.stringify(path)},`,
    '    headers={"Authorization": "Bearer " + os.environ["MIRA_API_KEY"]},',
    ...(encoded === undefined ? [] : [`    json=${writePython(encoded, '    ')},`]),
    ...(data.length === 0
      ? []
      : [
          `    data=${writePython(
            data.map((field) => [...field]),
            '    ',
          )},`,
        ]),
    ...files.map(
      ([name, file]) =>
        `    files={${JSON.stringify(name)}: open(${JSON.stringify((file as FileContent).name)}, "rb")},`,
    ),
    ')',
    'response.raise_for_status()',
    output === undefined ? 'print(response.json())' : `open(${JSON.stringify(output)}, "wb").write(response.content)`,
  ]
  return lines.join('\n')
}

/** A file in JSON, in which the control character around its fields is escaped, and the escape is escaped for the shell. */
const marker = /\\\\u0001(.*?)\\\\u0001(.*?)\\\\u0001/g

function replaceFile(_: string, value: unknown): unknown {
  return value instanceof FileContent ? `\u0001${value.mediaType}\u0001${value.name}\u0001` : value
}

function hasFile(value: unknown): boolean {
  if (value instanceof FileContent) return true
  return typeof value === 'object' && value !== null && Object.values(value).some(hasFile)
}

function replacePythonFiles(value: unknown): unknown {
  if (value instanceof FileContent) {
    const content = `base64.b64encode(open(${JSON.stringify(value.name)}, "rb").read()).decode()`
    return new Expression(`"data:${value.mediaType};base64," + ${content}`)
  }
  if (Array.isArray(value)) return value.map(replacePythonFiles)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, content]) => [name, replacePythonFiles(content)]))
}

/** Quotes a word for a POSIX shell. */
function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`
}
