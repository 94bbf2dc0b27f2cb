const MONTH =
  '(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\\.?'
const DAY = '\\d{1,2}(?:st|nd|rd|th)?'
const NUMBERED =
  'AIP|EIP|ERC|ARFC|ARC|TEMP|GIP|BIP|SIP|MIP|CIP|PFMI|article|appendix|block|category|chapter|commit|condition|day|epoch|eMode|fig(?:ure)?|footnote|group|issue|item|layer|level|line|note|option|page|part|payload|phase|point|principle|proposal|PR|question|rank|rule|scenario|section|sec|slide|stage|step|table|tier|vote|week'

/** What is no statement about a value, in the order in which it is taken away. */
const NOISE: readonly RegExp[] = [
  /^(```|~~~)[^\n]*\n[\s\S]*?(?:^\1|$(?![\s\S]))/gm, // fenced code
  /<!--[\s\S]*?(?:-->|$)/g,
  /\ue000/g, // what marks a number later on
  /^[ \t]*>.*$/gm, // what others said
  /^[ \t]*\[\^?[^\]\n]{1,40}\]:[ \t]*(?:<?https?:\S+)?/gm, // the mark of a footnote, the definition of a link
  /\]\([^)\n]{0,2000}\)/g, // where a link leads
  /\[\^[^\]\n]{1,40}\]|\[\d{1,3}\]/g, // references
  /<?\b(?:https?|ipfs|mailto):[^\s>)]+>?/gi,
  /\b[\w-]{1,63}(?:\.[\w-]{1,63}){0,5}\.(?:com|org|net|io|xyz|fi|eth|gov|eu|dev|app)\b(?:\/\S*)?/gi,
  /\barXiv[:\s]*\d{4}\.\d{4,5}(?:v\d+)?/gi,
  /\b0x[\da-f]+(?:…|\.{3})?[\da-f]*\b/gi,
  /\b(?=[\da-f]*[a-f])(?=[\da-f]*\d)[\da-f]{7,64}\b/g, // hashes
  /\b\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?Z?)?/g,
  /\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b/g,
  new RegExp(`\\b${DAY}(?:\\s?(?:-|–|to|and|until)\\s?${DAY})?\\s(?:of\\s)?${MONTH}\\b(?:,?\\s\\d{4}\\b)?`, 'g'),
  new RegExp(`\\b${MONTH}\\s${DAY}\\b(?:\\s?(?:-|–|to|and)\\s?${DAY}\\b)?(?:,?\\s\\d{4}\\b)?`, 'g'),
  new RegExp(`\\b${MONTH},?\\s'?\\d{2,4}\\b`, 'g'),
  /\b[QH][1-4]\s?'?\d{0,4}\b/g,
  /\b\d{1,2}:\d{2}(?::\d{2})?(?:\s?(?:am|pm))?\b/gi,
  /\b\d{1,2}\s?(?:am|pm|UTC|CET)\b/gi,
  /\bUTC\s?[+-]\d+/g,
  /\bv\.?\s?\d+(?:\.\d+)*\b/gi, // versions
  /\b\d+\.\d+\.\d+(?:\.\d+)*(?:-\w+)?\b/g,
  /\b(?:version|release|Aave|Compound|Safe|Solidity|Uniswap|Euler|Morpho|Maker|Node|Basel)\s\d+(?:\.\d+)*\b(?!\s?(?:%|bps|percent|[km]\b))/g,
  /\b[A-Z][A-Za-z]{1,9}[-‑]\d+(?:-\d+)?\b/g, // AIP-123, CVE-2021-42574
  new RegExp(
    `\\b(?:${NUMBERED})s?\\.?\\s?[#№]?\\s?\\d+(?:\\.\\d+)*(?:\\s?(?:-|–|to|and|of|out of|,)\\s?\\d+(?:\\.\\d+)*)*\\b(?!\\s?(?:%|bps|percent))`,
    'gi',
  ),
  /[#№§]\s?\d+(?:\.\d+)*/g,
  /\b\d+(?:st|nd|rd|th)\b/gi,
  /^[ \t]*(?:[-*+][ \t]+)?(?:\d+(?:\.\d+)*[.)]|\(\d+\))[ \t]/gm, // numbered items
  /^#{1,6}[ \t]+\d+(?:\.\d+)*\.?[ \t]/gm, // numbered headings
  /(?<![\w.])[A-Za-z_][A-Za-z_]*\d\w*/g, // names with digits: ERC20, uint256, L2
  /\b\d+\/(?!(?:100|1000|10000|10_000)\b)\d+\b/g, // 24/7
]

const QUANTITY = /^[\s\d.,_'%$x+×→>-]*(?:bps?|percent|k|m|bn)?(?:\s?[A-Za-z]{2,10})?\s*$/

const blank = (text: string): string => text.replaceAll(/[^\n]/g, ' ')

/**
 * The text with everything blanked that holds no statement about a value: code, links, dates, versions, identifiers,
 * numbering, emphasis marks. Same length, same lines, so that offsets stay true.
 */
export function maskMarkdown(text: string): string {
  let masked = text
  for (const noise of NOISE) masked = masked.replaceAll(noise, blank)
  masked = masked.replaceAll(/`([^`\n]{0,500})`/g, (code, inner: string) =>
    QUANTITY.test(inner) ? ` ${inner} ` : blank(code),
  )
  return masked.replaceAll(/\*|~~|(?<![\dA-Za-z])_+|_+(?![\dA-Za-z])|<\/?[a-z][^<>\n]{0,80}>/gi, blank)
}
