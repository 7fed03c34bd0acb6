import { useTexts } from '../../app/language.tsx'
import { labelSides, placeLabel } from './label-sides.ts'
import type { Place } from './project.ts'
import type { SearchResult } from './search-texts.ts'
import { texts } from './texts.ts'

const size = { width: 420, height: 320, margin: 24 }

interface VectorMapProps {
  readonly result: SearchResult
  /** Index of the result that is emphasized. */
  readonly chosen: number | undefined
  readonly onChoose: (index: number | undefined) => void
}

/** Renders the texts and the query as a map, on which near means similar. */
export function VectorMap({ result, chosen, onChoose }: VectorMapProps) {
  const text = useTexts(texts)
  const query = toPixels(result.queryPlace)
  const dots = result.found.map(({ place }) => toPixels(place))
  const sides = labelSides(dots, [query])
  return (
    <svg viewBox={`0 0 ${size.width} ${size.height}`} className="vector-map" role="img" aria-label={text.map}>
      {result.found.map(({ text: label }, index) => {
        const { x, y } = dots[index] as Place
        const middle = placeLabel({ x, y }, sides[index] ?? 'right')
        return (
          <g
            key={label}
            className={index === chosen ? 'near' : undefined}
            onPointerEnter={() => onChoose(index)}
            onPointerLeave={() => onChoose(undefined)}
          >
            <title>{label}</title>
            <circle cx={x} cy={y} r={6} />
            <text x={middle.x} y={middle.y + 4}>
              {index + 1}
            </text>
          </g>
        )
      })}
      <g>
        <title>{result.query}</title>
        <rect
          className="query"
          x={query.x - 6}
          y={query.y - 6}
          width={12}
          height={12}
          transform={`rotate(45 ${query.x} ${query.y})`}
        />
      </g>
    </svg>
  )
}

function toPixels({ x, y }: Place): Place {
  const { width, height, margin } = size
  return {
    x: margin + ((x + 1) / 2) * (width - 2 * margin),
    y: margin + ((1 - y) / 2) * (height - 2 * margin),
  }
}
