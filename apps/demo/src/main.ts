import { parseArgs } from 'node:util'
import { runDemo } from './lib/run-demo.ts'

const help = `npm run demo [-- options]

Starts a local Mira server with a temporary store and calls every API area through
the packages. On a terminal, it asks which steps to run.

  --exit          run all steps, then exit (default: keep the server running)
  --only <names>  run only these steps, comma-separated
  --list          list the steps
  --help          show this help`

const { values } = parseArgs({
  options: {
    exit: { type: 'boolean', default: false },
    only: { type: 'string' },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
})

if (values.help) console.log(help)
else process.exitCode = await runDemo({ exits: values.exit, only: values.only?.split(','), listsOnly: values.list })
