import { Command, type Help, Option } from 'commander'
import { addAccountCommands } from './commands/add-account-commands.ts'
import { addChatCommands } from './commands/add-chat-commands.ts'
import { addJobCommands } from './commands/add-job-commands.ts'
import { addMediaCommands } from './commands/add-media-commands.ts'
import { addCallCommand, addSystemCommands } from './commands/add-system-commands.ts'
import { toPositive } from './parse-values.ts'
import { redact } from './redact.ts'
import { hasColors, paint, widthOf } from './terminal.ts'
import { readVersion } from './version.ts'

const environmentHelp = `
Environment:
  MIRA_API_KEY    API key; never pass it as an argument
  MIRA_BASE_URL   address of the API (default: https://api.vmira.ai)
  MIRA_MODEL      model for chat (default: mira)

Exit codes: 0 ok, 1 failed, 2 usage, 3 key, 4 balance, 5 network, 6 server,
130 interrupted`

/** Creates the command line. Errors are thrown instead of ending the process. */
export function createProgram(): Command {
  const program = new Command('mira')
    .description('Command line of the vMira API')
    .version(readVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .addHelpText('after', environmentHelp)
    .exitOverride()
    .configureHelp({
      showGlobalOptions: true,
      // Those of every command are listed by `mira --help`; repeating all of them would hide the command's own.
      visibleGlobalOptions: (command) => (command.parent === null ? [] : commonOptions()),
      styleTitle: (title) => paint('bold', title),
      minWidthToWrap: 20,
      formatItem: (term, termWidth, description, helper) => formatItem({ term, termWidth, description, helper }),
    })
    .configureOutput({
      getOutHelpWidth: () => widthOf(process.stdout, process.env),
      getOutHasColors: () => hasColors(process.stdout, process.env),
      outputError: (text, writeError) => writeError(toSentence(text)),
    })
  for (const option of globalOptions()) program.addOption(option)
  program.commandsGroup('Generate:')
  addChatCommands(program)
  addMediaCommands(program)
  addJobCommands(program)
  addCallCommand(program)
  program.commandsGroup('Account:')
  addAccountCommands(program)
  program.commandsGroup('This machine:')
  addSystemCommands(program)
  return program.helpCommand('help [command]', 'show the help of a command')
}

function commonOptions(): Option[] {
  return [
    new Option('--model <id>', 'model (env: MIRA_MODEL for chat)'),
    new Option('--base-url <url>', 'address of the API (env: MIRA_BASE_URL)'),
    new Option('--timeout <seconds>', 'maximum time of the command').argParser(toPositive),
    new Option('--json', 'print one JSON object'),
  ]
}

function globalOptions(): Option[] {
  return [
    ...commonOptions(),
    new Option('--key-stdin', 'read the API key from the first line of standard input'),
    new Option('--debug', 'show requests and stack traces'),
  ]
}

/** A line of help: an option, argument or command. */
interface HelpItem {
  readonly term: string
  readonly termWidth: number
  readonly description: string
  readonly helper: Help
}

/** Formats a line of help; in narrow terminals, the description is below the term. */
function formatItem({ term, termWidth, description, helper }: HelpItem): string {
  const width = helper.helpWidth ?? 80
  const left = termWidth + 4
  const isNarrow = width - left < 30
  const indent = ' '.repeat(isNarrow ? 6 : left)
  const text = helper.boxWrap(description, width - indent.length).replaceAll('\n', `\n${indent}`)
  if (description === '') return `  ${term}`
  return isNarrow
    ? `  ${term}\n${indent}${text}`
    : `  ${term}${' '.repeat(termWidth - helper.displayWidth(term))}  ${text}`
}

/** Turns an error of the parser, of one or two lines, into a sentence. */
function toSentence(text: string): string {
  const line = text
    .trim()
    .replace(/^error: /, '')
    .replace(/\s*\n\s*/g, ' ')
  return `mira: ${redact(line)}${/[.?!)]$/.test(line) ? '' : '.'} See "mira --help".\n`
}
