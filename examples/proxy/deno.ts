import { createProxyHandler } from '@mira/proxy'
import { options } from './mira.ts'

declare const Deno: {
  readonly env: { get(name: string): string | undefined }
  serve(
    options: { port: number; onListen(address: { port: number }): void },
    handler: (request: Request) => Promise<Response>,
  ): void
}

const onListen = ({ port }: { port: number }) => console.log(`listening on ${port}`)
Deno.serve({ port: Number(Deno.env.get('PORT') ?? 3_000), onListen }, createProxyHandler(options))
