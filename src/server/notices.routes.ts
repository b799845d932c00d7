import { refuse } from '../basics/refusal.ts'
import { Content, type Route, route } from './route.ts'

const text = 'text/plain; charset=utf-8'

const robots = route({
  method: 'GET',
  path: '/robots.txt',
  permission: 'public',
  summary: 'Asks search engines to leave everything but the first page alone',
  answers: 'text/plain',
  answer: async () =>
    new Content(
      'User-agent: *\nDisallow: /app\nDisallow: /api\nDisallow: /l\nDisallow: /track\nDisallow: /say\n',
      text,
    ),
})

const halfYearMs = 180 * 86_400_000

/** RFC 9116. Without IHALA_SECURITY_CONTACT there is nobody to name, and so no such page. */
const securityText = route({
  method: 'GET',
  path: '/.well-known/security.txt',
  permission: 'public',
  summary: 'Where to tell of a security hole (RFC 9116)',
  answers: 'text/plain',
  async answer({ house }) {
    const contact = house.securityContact ?? refuse('request.not_found')
    const expires = new Date(Date.parse(house.now()) + halfYearMs).toISOString()
    return new Content(`Contact: ${contact}\nExpires: ${expires}\nPreferred-Languages: ar, ku, en\n`, text)
  },
})

export const noticeRoutes: readonly Route[] = [robots, securityText]
