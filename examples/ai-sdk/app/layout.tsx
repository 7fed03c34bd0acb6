import './globals.css'
import type { Metadata } from 'next'
import type { ReactNode } from 'react'

export const metadata: Metadata = { title: 'Ask Mira', description: 'A chat whose key stays on the server' }

// biome-ignore lint/style/noDefaultExport: Next.js reads the default export.
export default function Layout({ children }: { readonly children: ReactNode }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  )
}
