import { expect, it } from 'vitest'
import { createProgram } from './program.ts'

/** Returns the help of a command for an output of a width. */
function help(line: string, width = 80): string {
  const program = createProgram('mira-server')
  let command = program
  for (const name of line.split(' ').filter(Boolean)) command = command.commands.find((child) => child.name() === name)!
  let text = ''
  command.configureOutput({
    writeOut: (part) => (text += part),
    getOutHelpWidth: () => width,
    getOutHasColors: () => false,
  })
  command.outputHelp()
  return text
}

it('of a worker lists the options that it uses, and no others', () => {
  const text = help('worker')
  for (const option of ['--database-url', '--media-url', '--workers', '--engine', '--prices', '--metrics', '--grace'])
    expect(text).toContain(`  ${option} `)
  for (const option of ['--port', '--allow-origin', '--fixtures', '--open']) expect(text).not.toContain(`  ${option} `)
})

it.each([
  ['users create', ['--data-dir', '--database-url', '--plan'], ['--port']],
  ['backup', ['--data-dir'], ['--port']],
  ['models rm', ['--data-dir'], ['--database-url']],
  ['faults add', ['--data-dir', '--status', '--url'], ['--database-url']],
  ['start', ['--port', '--database-url', '--control'], []],
  ['record', ['--target', '--port'], []],
])('of %s lists %o but not %o', (command, present, absent) => {
  const text = help(command)
  for (const option of present) expect(text).toMatch(new RegExp(`^ .*${option}\\b`, 'm'))
  for (const option of absent) expect(text).not.toMatch(new RegExp(`^ .*${option}\\b`, 'm'))
})

it('has a help command, and the start command', () => {
  expect(help('')).toMatch(/^ {2}start .*\n(.*\n)* {2}help \[command\]/m)
})
