import { useNumbers, useWords } from '../../design/language.tsx'
import { formatList } from '../../language/text.ts'
import type { TeamAnswer } from '../../records/answers.ts'

/** Services that people say they received, by sector. A figure under five could point to somebody: it stays hidden. */
export function Confirmed({ sectors }: { sectors: TeamAnswer['confirmed'] }) {
  const t = useWords()
  const number = useNumbers()
  const shown = sectors
    .filter(({ confirmed }) => confirmed !== 0)
    .sort((one, other) => (other.confirmed ?? 0) - (one.confirmed ?? 0))
  const without = sectors.filter(({ sent, confirmed }) => confirmed === 0 && sent !== 0)
  const most = Math.max(1, ...shown.map(({ confirmed }) => confirmed ?? 0))
  const sent = sectors.reduce((sum, one) => sum + (one.sent ?? 0), 0)
  return (
    <section className="card" aria-label={t('cases.team.confirmed')}>
      <h2>{t('cases.team.confirmed')}</h2>
      <p className="soft">{t('cases.team.confirmedWhat', { count: sent })}</p>
      {shown.length === 0 ? (
        <p>{t('cases.team.noConfirmed')}</p>
      ) : (
        <ul className="stack tight bars">
          {shown.map(({ sector, confirmed }) => (
            <li key={sector}>
              <div className="row">
                <span className="grow">{t(`services.sector.${sector}`)}</span>
                {confirmed === null ? (
                  <span className="soft">{t('cases.team.few')}</span>
                ) : (
                  <b className="number">{number(confirmed)}</b>
                )}
              </div>
              <div className="bar" aria-hidden="true">
                <i style={{ inlineSize: `${((confirmed ?? 0) / most) * 100}%` }} />
              </div>
            </li>
          ))}
        </ul>
      )}
      {shown.length > 0 && without.length > 0 ? (
        <p className="soft">
          {t('cases.team.noneYet', {
            sectors: formatList(
              t,
              without.map(({ sector }) => t(`services.sector.${sector}`)),
            ),
          })}
        </p>
      ) : null}
      <p className="soft">{t('cases.team.smallNumbers')}</p>
    </section>
  )
}
