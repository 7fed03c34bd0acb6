import './vision.css'
import { Code, Table } from '@mantine/core'
import { type LocateResult, scaleBox } from '@mira/media'
import { useState } from 'react'
import { useTexts } from '../../app/language.tsx'
import { useObjectUrls } from '../../app/use-object-urls.ts'
import { texts } from './texts.ts'

interface LocatedObjectsProps {
  readonly image: File
  readonly result: LocateResult | undefined
}

interface PixelSize {
  readonly width: number
  readonly height: number
}

/** Renders the image with the located objects outlined, and a table of their coordinates. */
export function LocatedObjects({ image, result }: LocatedObjectsProps) {
  const text = useTexts(texts)
  const [files, setFiles] = useState([image])
  if (files[0] !== image) setFiles([image])
  const [url] = useObjectUrls(files)
  const [size, setSize] = useState<PixelSize>()
  return (
    <>
      <div className="located-objects">
        {url !== undefined && (
          <img
            src={url}
            alt={text.image}
            onLoad={({ currentTarget }) =>
              setSize({ width: currentTarget.naturalWidth, height: currentTarget.naturalHeight })
            }
          />
        )}
        {result && <Overlay result={result} />}
      </div>
      {result && result.boxes.length > 0 && size && (
        <Table aria-label={text.pixels}>
          <Table.Tbody>
            {result.boxes.map((box, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: boxes have no unique name, and are never reordered
              <Table.Tr key={index}>
                <Table.Td>{box.label}</Table.Td>
                <Table.Td>{box.confidence !== undefined && `${Math.round(box.confidence * 100)}\u00a0%`}</Table.Td>
                <Table.Td>
                  <Code>{describeBox(scaleBox(box, size))}</Code>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </>
  )
}

function describeBox(box: object): string {
  return Object.entries(box)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')
}

/** Renders boxes and cells in coordinates relative to the image, so that they scale with it. */
function Overlay({ result: { boxes, cells, grid } }: { readonly result: LocateResult }) {
  return (
    <svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden>
      {grid &&
        cells?.map(({ row, col }) => (
          <rect
            key={`${row} ${col}`}
            className="cell"
            x={col / grid.cols}
            y={row / grid.rows}
            width={1 / grid.cols}
            height={1 / grid.rows}
          />
        ))}
      {boxes.map(({ x, y, width, height }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: as above
        <rect key={index} className="box" x={x} y={y} width={width} height={height} />
      ))}
    </svg>
  )
}
