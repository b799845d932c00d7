import { Loading } from '../design/States.tsx'

/** While the code of a page is fetched. */
export function PageLoading() {
  return (
    <>
      <header className="band" aria-hidden="true" />
      <main className="content">
        <Loading />
      </main>
    </>
  )
}
