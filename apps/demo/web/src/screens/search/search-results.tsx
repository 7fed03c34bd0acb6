import './search.css'
import { Grid, Paper, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useTexts } from '../../app/language.tsx'
import type { FoundText, SearchResult } from './search-texts.ts'
import { texts } from './texts.ts'
import { VectorMap } from './vector-map.tsx'

interface SearchResultsProps {
  readonly result: SearchResult
  readonly durationMs: number
}

/** Renders the results as a list and as a map. */
export function SearchResults({ result, durationMs }: SearchResultsProps) {
  const text = useTexts(texts)
  const [chosen, choose] = useState<number>()
  const { found, dimensions, tokens } = result
  return (
    <Grid>
      <Grid.Col span={{ base: 12, md: 6 }}>
        <Title order={2} size="h5" mb="xs">
          {text.results}
        </Title>
        <ol className="found-texts" aria-label={text.results}>
          {found.map((one, index) => (
            <li key={one.text} onPointerEnter={() => choose(index)} onPointerLeave={() => choose(undefined)}>
              <Row found={one} number={index + 1} />
            </li>
          ))}
        </ol>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 6 }}>
        <Paper withBorder p="sm" component="figure" m={0}>
          <VectorMap result={result} chosen={chosen} onChoose={choose} />
          <Text component="figcaption" size="xs" c="dimmed" mt="xs">
            {text.mapHelp}
          </Text>
        </Paper>
        <Text size="sm" mt="xs" role="status">
          {text.summary(dimensions, tokens, Math.round(durationMs))}
        </Text>
      </Grid.Col>
    </Grid>
  )
}

function Row({ found: { text, similarity }, number }: { readonly found: FoundText; readonly number: number }) {
  return (
    <div className="found-text">
      <span>{number}</span>
      <div dir="auto">
        {text}
        <div className="similarity" style={{ width: `${Math.max(0, similarity) * 100}%` }} />
      </div>
      <span>{similarity.toFixed(2)}</span>
    </div>
  )
}
