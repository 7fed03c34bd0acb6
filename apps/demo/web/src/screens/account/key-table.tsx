import { Button, Code, Table } from '@mantine/core'
import type { ApiKey } from '@mira/account'
import { useLanguage, useTexts } from '../../app/language.tsx'
import { texts } from './texts.ts'

interface KeyTableProps {
  readonly keys: readonly ApiKey[]
  readonly onRevoke: (key: ApiKey) => void
}

/** A cell that stays where it is while the others are scrolled: on a phone, the table is wider than the screen. */
const alwaysVisible = { position: 'sticky', insetInlineEnd: 0, background: 'var(--mantine-color-body)' } as const

/** Renders the API keys with their usage, and a button to revoke each. */
export function KeyTable({ keys, onRevoke }: KeyTableProps) {
  const text = useTexts(texts)
  const { language } = useLanguage()
  return (
    <Table aria-label={text.keys} style={{ whiteSpace: 'nowrap' }}>
      <Table.Thead>
        <Table.Tr>
          {[text.name, text.prefix, text.requests, text.used, ''].map((heading) => (
            <Table.Th key={heading}>{heading || <span className="visually-hidden">{text.revoke}</span>}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {keys.map((key) => (
          <Table.Tr key={key.id}>
            <Table.Td>{key.name}</Table.Td>
            <Table.Td>
              <Code>{key.key_prefix}…</Code>
            </Table.Td>
            <Table.Td>{key.total_requests}</Table.Td>
            <Table.Td>{key.last_used_at ? new Date(key.last_used_at).toLocaleString(language) : text.never}</Table.Td>
            <Table.Td style={alwaysVisible}>
              <Button
                size="compact-xs"
                color="red"
                variant="light"
                aria-label={`${text.revoke}: ${key.name}`}
                onClick={() => onRevoke(key)}
              >
                {text.revoke}
              </Button>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
