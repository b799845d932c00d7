// Invented people of the load: names put together from parts, so that the same number is always the same person.
const men =
  'أحمد محمد علي حسن حسين عمر خالد سعد زيد ياسر كريم سامي نبيل فارس طارق بشير جمال رائد سالم قاسم ئازاد دلشاد هيوا ريبوار شيركو هوشيار مراد داود يوسف إبراهيم'.split(
    ' ',
  )
const women =
  'فاطمة زينب مريم هدى سعاد أمل نور سارة ليلى رنا شيماء إيمان خديجة عائشة بشرى ژیان شيلان هيفي نازدار روژين سوسن وفاء منى رجاء ابتسام حنان سميرة نادية هناء آمنة'.split(
    ' ',
  )
const families =
  'الجبوري العبيدي الحمداني الشمري الطائي الحديدي اللهيبي السبعاوي البدراني الجحيشي النعيمي الدليمي الخفاجي العزاوي المعماري الزيباري البرزنجي الدوسكي السنجاري الهركي'.split(
    ' ',
  )

export interface BenchName {
  readonly given: string
  readonly father: string
  readonly grandfather: string
  readonly family: string
  readonly mother: string
}

/** Spreads neighbours far apart; the same number always gives the same answer. */
function mixed(n: number, salt: number): number {
  let value = (n * 2654435761 + salt * 40503) >>> 0
  value = Math.imul(value ^ (value >>> 15), 2246822519) >>> 0
  return (value ^ (value >>> 13)) >>> 0
}

const from = (list: readonly string[], n: number, salt: number): string =>
  list[mixed(n, salt) % list.length] as string

export function nameOf(n: number): BenchName {
  return {
    given: from(n % 2 === 0 ? women : men, n, 1),
    father: from(men, n, 2),
    grandfather: from(men, n, 3),
    family: from(families, n, 4),
    mother: from(women, n, 5),
  }
}

/** As a hurried officer types it: two parts, one sound wrong in each. */
export function misspelt(n: number): string {
  const { given, father } = nameOf(n)
  const wrong = (word: string): string => `${word.slice(0, -1)}${word.endsWith('ن') ? 'م' : 'ن'}`
  return `${wrong(given)} ${wrong(father)}`
}
