import { Gate } from '../gate.ts'
import { ClientDisconnectedError, type ScriptedSocket } from './scripted-socket.ts'
import type { WebSocketStep, WebSocketSteps } from './web-socket-script.ts'

/**
 * Runs a script on an accepted socket.
 *
 * @throws Any error thrown by the script, such as for an unexpected message, but not when the client disconnects.
 */
export async function runSteps(steps: WebSocketSteps, socket: ScriptedSocket): Promise<void> {
  try {
    if (typeof steps === 'function') await steps(socket)
    else await runInOrder(steps, socket)
  } catch (error) {
    if (!(error instanceof ClientDisconnectedError)) throw error
  }
}

async function runInOrder(steps: readonly WebSocketStep[], socket: ScriptedSocket): Promise<void> {
  for (const [index, step] of steps.entries()) {
    try {
      await runStep(step, socket)
    } catch (error) {
      if (error instanceof ClientDisconnectedError) throw error
      throw new Error(`WS ${socket.request.path}, step ${index + 1}: ${(error as Error).message}`, { cause: error })
    }
  }
}

async function runStep(step: WebSocketStep, socket: ScriptedSocket): Promise<void> {
  if (step instanceof Gate) return step.arrive()
  if (typeof step === 'function') await step(socket)
  else if ('expect' in step) await socket.expect(step.expect)
  else if ('until' in step) await socket.until(step.until)
  else if ('send' in step) await socket.send(step.send)
  else if ('raw' in step) await socket.writeRaw(step.raw)
  else if ('ping' in step) socket.ping(step.ping)
  else if ('close' in step) socket.close(step.close)
  else if ('drop' in step) socket.disconnect('drop')
  else if ('reset' in step) socket.disconnect('reset')
  else if ('halfOpen' in step) socket.becomeHalfOpen()
  else if ('stopReading' in step) socket.stopReading()
}
