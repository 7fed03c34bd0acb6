import { hedgeCalls } from '@mira/traffic'

console.log(hedgeCalls)
