export default function Home() {
  return <h1>Ask Mira</h1>
}
