import { ServerResponse } from 'node:http'
import type { Reply } from '../reply.ts'
import type { Match } from '../router.ts'
import { sendReply } from '../send-reply.ts'
import { acceptUpgrade, type Upgrade } from './accept-upgrade.ts'
import { runSteps } from './run-steps.ts'
import type { ScriptedSocket } from './scripted-socket.ts'
import type { AcceptUpgrade, RefuseUpgrade, WebSocketAnswer, WebSocketScript } from './web-socket-script.ts'

/**
 * Handles one upgrade with its script. A failed step is reported to `upgrade.onFailure` and closes the socket (1011).
 *
 * @param onSocket - Called once the socket is open, before its script runs.
 * @throws {TypeError} when the script is invalid.
 */
export async function answerUpgrade(
  upgrade: Upgrade,
  match: Match<WebSocketScript> | undefined,
  onSocket: (socket: ScriptedSocket) => void,
): Promise<void> {
  const answer = match ? nthAnswer(match) : notFound(upgrade)
  if ('refuse' in answer) return refuseUpgrade(upgrade, answer.refuse)
  const socket = await acceptUpgrade(upgrade, answer)
  onSocket(socket)
  try {
    await runSteps(answer.steps, socket)
  } catch (error) {
    upgrade.onFailure(error)
    socket.close({ code: 1011, reason: 'script failed' })
  }
}

function nthAnswer({ script, attempt }: Match<WebSocketScript>): AcceptUpgrade | RefuseUpgrade {
  const answer = 'inTurn' in script ? script.inTurn[Math.min(attempt, script.inTurn.length) - 1] : script
  if (answer === undefined) throw new TypeError('A list of answers in turn must not be empty')
  return isSteps(answer) ? { steps: answer } : answer
}

function isSteps(answer: WebSocketAnswer): answer is AcceptUpgrade['steps'] {
  return typeof answer === 'function' || Array.isArray(answer)
}

function notFound({ request }: Upgrade): RefuseUpgrade {
  return { refuse: { status: 404, json: { detail: `No route for WS ${request.path}` } } }
}

async function refuseUpgrade({ message, request, connection }: Upgrade, reply: Reply): Promise<void> {
  const response = new ServerResponse(message)
  response.assignSocket(connection.socket)
  response.shouldKeepAlive = false
  response.once('finish', () => connection.socket.end())
  // The HTTP parser has detached from the socket; a client disconnect is only detected while the socket is read.
  connection.socket.resume()
  await sendReply(reply, { request, response, connection })
}
