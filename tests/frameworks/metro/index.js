import * as account from '@mira/account'
import * as batch from '@mira/batch'
import * as jobs from '@mira/jobs'
import * as media from '@mira/media'
import * as meter from '@mira/meter'
import * as realtime from '@mira/realtime'
import * as traffic from '@mira/traffic'
import { ask, connect } from './ask.ts'

globalThis.app = { ask, connect, packages: { account, batch, jobs, media, meter, realtime, traffic } }
