import { delimiter } from 'node:path'
import { expect, it } from 'vitest'
import { toolNames } from '../tool-names.ts'
import { helpText, parseArguments } from './parse-arguments.ts'

it('reads flags and the environment, of which flags take precedence', () => {
  const env = { MIRA_MCP_OUTPUT: '/out', MIRA_MCP_ROOTS: `/a${delimiter}/b`, MIRA_MCP_TOKEN: 'a-token-of-this-test' }
  expect(parseArguments([], {})).toEqual({ command: 'stdio', options: {} })
  expect(parseArguments([], env)).toEqual({
    command: 'stdio',
    options: { outputDirectory: '/out', roots: ['/a', '/b'] },
  })
  const flags = '--output /o --root /r --root /s --tools chat,get_job --wait 9 --inline-bytes 0'.split(' ')
  const options = {
    outputDirectory: '/o',
    roots: ['/r', '/s'],
    tools: ['chat', 'get_job'],
    waitSeconds: 9,
    maxInlineBytes: 0,
  }
  expect(parseArguments(flags, env)).toEqual({ command: 'stdio', options })
  const http = '--http --port 0 --host ::1 --allow-host mcp.example.com --allow-origin https://example.com'.split(' ')
  expect(parseArguments([...flags, ...http], env)).toEqual({
    command: 'http',
    options: {
      ...options,
      port: 0,
      host: '::1',
      token: 'a-token-of-this-test',
      allowedHosts: ['mcp.example.com'],
      allowedOrigins: ['https://example.com'],
    },
  })
})

it.each([
  [['--prot']],
  [['file.png']],
  [['--port', '1']],
  [['--wait', '-1']],
  [['--http', '--port', '1e3']],
  [['--root']],
])('refuses %j', (args) => {
  expect(() => parseArguments(args, {})).toThrow()
})

it('describes each option in lines that fit a terminal', () => {
  for (const name of [
    'output',
    'root',
    'tools',
    'wait',
    'inline-bytes',
    'http',
    'port',
    'host',
    'allow-host',
    'allow-origin',
  ])
    expect(helpText).toContain(`--${name}`)
  for (const line of helpText.split('\n')) expect(line.length).toBeLessThanOrEqual(120)
  expect(toolNames).toHaveLength(13)
})
