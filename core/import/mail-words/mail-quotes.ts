// Lines that mail programs, gateways and scanners put around a person's words: about the quoted mail, signatures,
// banners. Each pattern is bounded; a line that fits none is the person's.

const has = (line: string, pattern: RegExp): boolean => line.length <= 400 && pattern.test(line)

const address = /[^\s<>@]{1,64}@[^\s<>@]{1,200}/u
const wrote =
  /(?:wrote|writes|schrieb|schrieben|geschrieben|a écrit|écrit|aliandika|ameandika|imeandikwa|escribió|escreveu|ha scritto|scrisse|schreef|skrev|kirjoitti|написал[аи]?|пишет|napisał[a]?|كتب|كتبت|menulis|ने लिखा|ጽፏል|ጽፈዋል)\s*(?:\([^)]*\)\s*)?[:፦]$/iu
const when = /\d{1,2}[:.]\d{2}|\b(?:19|20)\d{2}\b/
/** "Am 30.11.2026 um 08:00 schrieb Kilimo:": the name stands last, and without an address. */
const verbFirst =
  /^(?:am|op|den|el|le|il)\s.{1,160}\s(?:schrieb|schreef|skrev|escribió|a écrit|ha scritto)\s.{1,120}:$/iu
/** "Quoting Kilimo <core@...>:", as the mail pages of many providers have it. */
const quoting = /^(?:quoting|zitat von|citando|citeren|citerar|quoth)\s.{0,120}:$/iu
const opens = /^(?:on|am|le|el|il|em|mnamo|tarehe|op|den|dnia|at|pada|в|في)\s/iu

/** "On Monday Kilimo <core@...> wrote:", in any language: it ends with a colon, and names an address or a moment. */
export function isAttribution(text: string, beforeQuote: boolean): boolean {
  const line = text.trim()
  if (!has(line, /[:፦]$/u)) return false
  if (wrote.test(line) && (opens.test(line) || address.test(line) || when.test(line))) return true
  if (beforeQuote && ((verbFirst.test(line) && when.test(line)) || quoting.test(line))) return true
  // "Am 3. Mai um 10:00 schrieb Kilimo <core@...>:"
  return beforeQuote && address.test(line) && (when.test(line) || opens.test(line))
}

/** "-----Original Message-----", "Begin forwarded message:", and lines that only draw a line. */
export const isSeparator = (line: string): boolean =>
  has(
    line.trim(),
    /^-{2,}\s?(?:on|am|le|el|il|em|op|mnamo)\s.{4,300}\s(?:wrote|schrieb|a écrit|escribió|escreveu|ha scritto|schreef|aliandika)\s?-{2,}$/iu,
  ) ||
  has(line.trim(), /^[-_=*~─—–]{2,}[^-_=*~]{0,60}[-_=*~─—–]{2,}$/u) ||
  has(
    line.trim(),
    /^(?:begin forwarded message|anfang der weitergeleiteten nachricht|début du message transféré)\s*:$/iu,
  )

const fromLabel = 'from|von|de|da|van|kutoka|från|fra|od|от|من|expéditeur|remitente|mittente|afzender'
const otherLabel =
  'sent|date|to|cc|bcc|subject|reply-to|importance|gesendet|datum|an|kopie|betreff|antwort an|wichtigkeit|envoyé|envoyé le|à|a|objet|répondre à|enviado|enviado el|fecha|para|asunto|responder a|data|assunto|inviato|oggetto|imetumwa|tarehe|kwa|nakala|mada|kichwa|verzonden|aan|onderwerp|skickat|till|ämne|sendt|til|emne|wysłano|temat|do|отправлено|дата|кому|тема|تم الإرسال|أرسلت|التاريخ|إلى|الموضوع|نسخة'
const headLine = new RegExp(`^[*_]{0,2}(?:(${fromLabel})|${otherLabel})[*_]{0,2}\\s?[:：][*_]{0,2}(?:\\s|$)`, 'iu')

/** How many lines from here on are a copied head of a mail ("From: ... Sent: ... Subject: ..."); 0 where none is. */
export function headLines(lines: readonly string[], at: number): number {
  let count = 0
  let isFrom = false
  while (at + count < lines.length && count < 12) {
    const found = headLine.exec(lines[at + count]?.trim().slice(0, 400) ?? '')
    if (found === null) break
    isFrom ||= found[1] !== undefined
    count++
  }
  return isFrom && count >= 2 ? count : 0
}

/** The line below which a mail program puts a signature. */
export const opensSignature = (line: string): boolean => /^--\s*$/.test(line)

const footers: readonly RegExp[] = [
  /^(?:sent|gesendet|envoyé|enviado|inviato|verstuurd|verzonden|skickat|sendt|imetumwa|wysłane|отправлено|أرسلت|تم الإرسال)\s+(?:from|via|with|using|von|aus|mit|depuis|à partir|de mon|de|desde|dal|da|met|vanaf|från|fra|kutoka|z|с|من|do)\s+.{2,60}$/iu,
  /^(?:get|outlook|holen sie sich|télécharge[rz]|obtener|scarica|pata)\s+\[?(?:outlook|for|für|pour|para|bluemail|yahoo mail|gmail).{0,60}$/iu,
  /^yahoo mail\s?:\s.{2,60}$/iu,
  /^(?:von\s.{2,40}\sgesendet|gesendet\s(?:von|mit)\s.{2,60})\.?$/iu,
  /^(?:أُ?رسلت?\s+من|发自我的|從我的|iPhoneから送信).{0,40}$/iu,
  /^(?:please |kindly )?(?:excuse|pardon|forgive)\s(?:my |any |the )?(?:brevity|typos?|spelling|short).{0,80}$/iu,
  /^(?:von meinem|diese nachricht wurde von meinem|this message was sent from my|envoyé de mon)\s.{2,80}$/iu,
  /^[[(*\s]*(?:caution|warning|external|extern|externe|achtung|vorsicht|attention|tahadhari|precaución|تنبيه)[\])*:!\s-]*(?:(?:external|extern|extérieur|externo)\s*)?(?:(?:e-?mail|mail|message|sender|absender|nachricht|expéditeur|courriel)[\])*:!.\s]*)?$/iu,
  /^[[(*\s]*(?:caution|warning|external|achtung|vorsicht|attention)\b.{0,80}(?:outside|external|externen|außerhalb|extérieur).{0,200}$/iu,
  /^(?:this|diese|ce|cette|este|questa|barua pepe hii)\s+(?:e-?mail|message|mail|nachricht|courriel|mensaje|correo)\b.{0,120}(?:confidential|intended|privileged|virus|scanned|checked|subject to|vertraulich|bestimmt|geprüft|confidentiel|destiné|confidencial|siri|originated|outside).{0,400}$/iu,
  /^(?:virus-free|virenfrei|sans virus|garanti sans virus|libre de virus|scanned by|checked by|geprüft von)\b.{0,100}$/iu,
  /^(?:please\s+)?(?:consider the environment|think before (?:you )?print|denken sie an die umwelt|pensez à l'environnement)\b.{0,200}$/iu,
  /^do not click (?:on )?(?:links|any links).{0,200}$/iu,
  /^this message was automatically generated by gmail\.?$/iu,
  /^(?:https?:\/\/|www\.)?(?:www\.)?(?:avast|avg)\.com\S{0,200}$/iu,
  /^\[?(?:image|bild|cid|inline image|photo)\s?:\s?[^\]]{0,200}\]?(?:<[^>]{0,300}>)?$/iu,
]

const tag =
  /^[[(*\s]*(?:external|extern|externe|extérieur|externo|caution|warning|suspicious)[^\])*]{0,30}[\])*]+\s*:?\s*/iu

/** Lines that no person writes: "Sent from my iPhone", a banner of a gateway, a note about confidentiality, the place of a logo. */
export function isFooter(line: string): boolean {
  const text = line.trim()
  if (text === '' || text.length > 600) return false
  const rest = text.replace(tag, '')
  return rest === '' || footers.some(pattern => pattern.test(text) || pattern.test(rest))
}

const legal =
  /confidential|intended|recipient|addressee|privileged|disclos|distribut|sender|delete|unauthori[sz]ed|vertraulich|empfänger|absender|löschen|unbefugt|confidentiel|destinataire|expéditeur|supprimer|confidencial|destinatario|siri|mpokeaji/iu

/** How many lines from here on are one such note, which a mail program may have broken; 0 where none begins. */
export function footerLines(lines: readonly string[], at: number): number {
  if (!isFooter(lines[at] ?? '')) return 0
  let count = 1
  if (!legal.test(lines[at] ?? '')) return count
  while (count < 12 && legal.test(lines[at + count] ?? '')) count++
  return count
}

/** A line of a signature besides the name: telephone, address of a mail or a page, a street. */
export const looksLikeContact = (line: string): boolean =>
  /@|www\.|https?:\/\//i.test(line) ||
  /^(?:tel|phone|mobile|mob|cell|fax|t|m|p|f|simu|tél|móvil|handy|telefon|whatsapp|skype|هاتف)(?:\s?[.:]|\s*\+?[\d(][\d()/\s.-]{5,}$)/iu.test(
    line,
  ) ||
  /^[+\d()/\s.-]{6,}$/.test(line)
