import { Button, Paper, ScrollArea, Table, Text, Title } from '@mantine/core'
import { formatMoney, listTransactions, type Transaction } from '@mira/account'
import { useEffect, useRef, useState } from 'react'
import { ErrorNotice } from '../../app/error-notice.tsx'
import { useLanguage, useTexts } from '../../app/language.tsx'
import { client } from '../../app/mira.ts'
import { useTask } from '../../app/use-task.ts'
import { reachable } from './reachable.ts'
import { texts } from './texts.ts'

const pageSize = 10

/** Renders transactions, newest first, loaded page by page on demand. */
export function Transactions() {
  const text = useTexts(texts)
  const { language: locale } = useLanguage()
  const [shown, setShown] = useState<readonly Transaction[]>([])
  const [isAll, setIsAll] = useState(false)
  const list = useRef<AsyncIterator<Transaction>>(undefined)
  const more = useTask(async () => {
    list.current ??= listTransactions(client)[Symbol.asyncIterator]()
    const page: Transaction[] = []
    for (let next = await list.current.next(); ; next = await list.current.next()) {
      if (next.done) setIsAll(true)
      else page.push(next.value)
      if (next.done || page.length === pageSize) break
    }
    setShown((before) => [...before, ...page])
  })
  useEffect(more.run, [])

  function retry() {
    // An iterator that threw has ended, so start again with a new one.
    list.current = undefined
    setShown([])
    more.run()
  }

  return (
    <Paper withBorder p="sm">
      <Title order={2} size="h5" mb="xs">
        {text.transactions}
      </Title>
      <ScrollArea.Autosize viewportProps={reachable}>
        <Table striped aria-label={text.transactions} style={{ whiteSpace: 'nowrap' }}>
          <Table.Thead>
            <Table.Tr>
              {/* On a phone only the first two are in view. */}
              {[text.date, text.amount, text.model, text.kind, text.after].map((name) => (
                <Table.Th key={name}>{name}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((transaction) => (
              <Row key={transaction.id} transaction={transaction} locale={locale} />
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
      {isAll && shown.length === 0 && <Text c="dimmed">{text.none}</Text>}
      {more.error !== undefined && <ErrorNotice error={more.error} onRetry={retry} />}
      {!isAll && more.error === undefined && (
        <Button mt="xs" size="xs" variant="default" onClick={more.run} loading={more.isRunning}>
          {text.more}
        </Button>
      )}
    </Paper>
  )
}

function Row({ transaction, locale }: { readonly transaction: Transaction; readonly locale: string }) {
  const { type, model, description, amount_kopecks: amount, balance_after_kopecks: after, created_at } = transaction
  const time = created_at && new Date(created_at).toLocaleString(locale, { dateStyle: 'short', timeStyle: 'medium' })
  return (
    <Table.Tr>
      <Table.Td>{time}</Table.Td>
      <Table.Td>{formatMoney(amount, { locale })}</Table.Td>
      <Table.Td>{model ?? description}</Table.Td>
      <Table.Td>{type}</Table.Td>
      <Table.Td>{after !== undefined && formatMoney(after, { locale })}</Table.Td>
    </Table.Tr>
  )
}
