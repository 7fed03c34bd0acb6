import { CommandError } from './command-error.ts'
import { exitCodes } from './exit-codes.ts'

/** Addresses that the server was to listen on. */
export interface ListenAddresses {
  readonly host: string
  readonly port: number
  readonly metrics?: { readonly host?: string | undefined; readonly port: number } | undefined
}

/** Describes why an address cannot be listened on, and what to choose instead. Returns other errors unchanged. */
export function describeListenError(error: unknown, { host, port, metrics }: ListenAddresses): unknown {
  const { code, syscall, port: failedPort, address } = (error ?? {}) as ListenError
  if (syscall !== 'listen' && syscall !== 'getaddrinfo') return error
  const isMetrics = metrics !== undefined && failedPort === metrics.port && failedPort !== port
  const flag = isMetrics ? '--metrics' : '--port'
  const message = {
    EADDRINUSE: `Port ${failedPort} of ${address} is in use. Stop the program that uses it, or choose another port with ${flag}; 0 picks a free one.`,
    EACCES: `Port ${failedPort} of ${address} is reserved by the system. Choose one above 1023 with ${flag}; 0 picks a free one.`,
    EADDRNOTAVAIL: `This machine does not have the address ${address}. Choose one of its addresses with --host, or 0.0.0.0 for all.`,
    ENOTFOUND: `The host ${host} is unknown. Choose an address of this machine with --host.`,
    EAI_AGAIN: `The host ${host} cannot be resolved. Choose an address of this machine with --host.`,
  }[code ?? '']
  return message === undefined ? error : new CommandError(message, { exitCode: exitCodes.failed, cause: error })
}

interface ListenError extends NodeJS.ErrnoException {
  readonly port?: number
  readonly address?: string
}
