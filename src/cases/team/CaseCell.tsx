import { Link } from '../../design/Button.tsx'
import { Code, Name } from '../../design/Show.tsx'

/** The first cell of the team's tables: which case, and whose. */
export function CaseCell({ href, code, officerName }: { href: string; code: string; officerName: string }) {
  return (
    <>
      <Link href={href}>
        <Code>{code}</Code>
      </Link>
      <div className="soft">
        <Name>{officerName}</Name>
      </div>
    </>
  )
}
