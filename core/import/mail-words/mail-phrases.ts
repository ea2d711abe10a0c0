// Set phrases of people, in the languages of our letters and pages and some more: a yes, a no, a wish for letters, and
// what says nothing (greetings, thanks). Only a line that consists wholly of such words is one; anything more is a question.

import { foldWords } from '@satchel/forms/clean-text/text-form-clean'

/**
 * One spelling of a word: no case, no accents, no apostrophes, no punctuation. The marks of Hindi are its vowels, so they stay; but for the
 * dot below, and the two signs of a nasal sound, which people write as they like.
 */
export const folded = (text: string): string =>
  foldWords(text)
    .normalize('NFKD')
    .replace(/(?![\u0900-\u097f])[\p{M}']|\u093c/gu, '')
    .replaceAll('\u0901', '\u0902')
    .replaceAll('ß', 'ss')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim()

type Phrases = ReadonlySet<string>
const listed = (...lines: readonly string[]): Phrases => new Set(lines.flatMap(line => line.split('|').map(folded)))

/** A yes to a question of ours. */
const yes = listed(
  'yes|yep|yeah|yes please|ok|okay|I confirm|I confirm it|I confirm this|I confirm that|I confirm the change|I confirm the changes|confirmed',
  "that was me|it was me|this was me|that's me|it is me|it's me|that is right|that's right|that is correct|that's correct|correct|I did|I did it",
  'I meant this|I meant it|I meant that|I agree|agreed|I changed it|I changed that|I made this change|I made the change',
  'ja|jawohl|das war ich|ich war es|ich war das|das bin ich|ich bin es|stimmt|das stimmt|es stimmt|richtig|das ist richtig|einverstanden|in Ordnung',
  'ich bestätige|ich bestätige das|ich bestätige es|ich bestätige die Änderung|bestätigt|bestaetigt|ich bestaetige|das habe ich gemeint|korrekt',
  "oui|c'est moi|c'était moi|c'est bien moi|c'était bien moi|je confirme|je le confirme|je confirme le changement|confirmé|d'accord|c'est exact|c'est correct|exact|tout à fait",
  'ndiyo|ndio|naam|ni mimi|ilikuwa mimi|nilikuwa mimi|nathibitisha|nimethibitisha|ninathibitisha|sawa|sahihi|ni sahihi|ni kweli|kweli|nakubali|ninakubali',
  'sí|fui yo|soy yo|he sido yo|era yo|confirmo|lo confirmo|confirmado|correcto|es correcto|de acuerdo|vale|así es',
  'نعم|أجل|كنت أنا|هذا أنا|أنا فعلت ذلك|أؤكد|أؤكد ذلك|أوافق|موافق|صحيح|هذا صحيح',
  'sim|fui eu|sou eu|era eu|certo|está certo|correto|está correto|é isso|é isso mesmo|confirmado|confirmo a mudança|concordo',
  'አዎ|አዎን|እሺ|እኔ ነኝ|እኔ ነበርኩ|አረጋግጣለሁ|ትክክል|ትክክል ነው|ልክ ነው|እስማማለሁ|ተስማምቻለሁ',
  'हाँ|जी हाँ|जी|ठीक है|सही|सही है|यह मैं था|यह मैं थी|वह मैं था|वह मैं थी|मैं ही था|मैं ही थी|मैं पुष्टि करता हूँ|मैं पुष्टि करती हूँ|सहमत|मैं सहमत हूँ',
  'ya|iya|ya benar|benar|betul|itu saya|saya sendiri|saya konfirmasi|saya mengonfirmasi|dikonfirmasi|setuju|saya setuju|oke',
  'sono io|sono stato io|sono stata io|ero io|confermo|lo confermo|corretto|esatto|va bene|ja dat was ik|dat was ik|klopt',
)

/** A no to letters, in answer to one of them. A no that is said in other words is for a person to read. */
const stop = listed(
  'stop|unsubscribe|unsubscribe me|opt out|remove me|no more letters|no more mails|no more emails|no letters|stop letters|stop all letters|stop the letters',
  'stop these letters|stop writing|stop writing to me|stop sending letters|stop sending me letters|stop sending these letters|stop sending me these letters',
  'I want no more letters|I want no letters|take me off the list|take me off your list|remove me from the list|remove me from your list',
  'stopp|abmelden|abmeldung|abbestellen|austragen|keine Briefe mehr|keine Mails mehr|keine E-Mails mehr|keine Nachrichten mehr|keine weiteren Briefe|keine weiteren Nachrichten|ich möchte keine Briefe mehr|ich will keine Briefe mehr|ich möchte keine Nachrichten mehr',
  'arrêter|arrêtez|désabonner|me désabonner|désabonnez-moi|désinscription|désinscrire|plus de lettres|plus de courrier|plus de courriels|plus de messages|je ne veux plus de lettres|je ne veux plus de messages',
  'jiondoe|niondoe|niondoeni|acha|acheni|simamisha|sitaki barua|sitaki barua tena|msinitumie barua tena',
  'baja|darme de baja|deme de baja|denme de baja|alto|no más cartas|no quiero más cartas|cancelar suscripción',
  'parar|pare|parem|descadastrar|cancelar inscrição|sair da lista|me tirem da lista|chega de mensagens|nenhuma mensagem mais|não quero mais mensagens|não quero mais cartas|não quero mais e-mails',
  'አቁም|አቁሙ|ይቁም|ይብቃ|ደብዳቤ አልፈልግም|ተጨማሪ ደብዳቤ አልፈልግም|መልእክት አልፈልግም|ተጨማሪ መልእክት አልፈልግም|ደብዳቤ አትላኩልኝ|ከእንግዲህ ደብዳቤ አትላኩልኝ|ከዝርዝሩ አውጡኝ',
  'बंद करें|बंद करो|रोकें|रोक दें|पत्र बंद करें|संदेश बंद करें|और पत्र नहीं|अब और पत्र नहीं|मुझे पत्र नहीं चाहिए|मुझे और पत्र नहीं चाहिए|मुझे पत्र न भेजें|मुझे सूची से हटाएँ|मेरा नाम हटाएँ',
  'berhenti|berhenti berlangganan|jangan kirim surat lagi|jangan kirimi saya surat lagi|tidak ada surat lagi|tidak mau surat lagi|saya tidak mau surat lagi|saya tidak ingin surat lagi|hapus saya dari daftar',
  'توقف|توقفوا|أوقف|أوقفوا|إلغاء الاشتراك|لا مزيد من الرسائل|لا أريد رسائل',
)

/** A wish for letters after a no. */
const start = listed(
  'start|subscribe|resubscribe|start again|subscribe me|opt in|anmelden|wieder anmelden|abonner|réabonner',
  'recomeçar|começar de novo|ጀምሩ|እንደገና ጀምሩ|शुरू करें|फिर से शुरू करें|mulai|mulai lagi|berlangganan',
  'anza|anza tena|alta|darme de alta|اشتراك|ابدأ',
)

/** Polite words that change nothing about what stands beside them. */
const fillers = listed(
  'please|thanks|thank you|thanks a lot|many thanks|of course|sure|indeed|hello|hi|hey|dear all|dear team|dear colleagues|dear colleague|dear Sir or Madam|dear Sir|dear Madam',
  'good morning|good afternoon|good evening|good day|hi all|hello all|hello everybody|hello everyone|hi team|hello team|thank you very much|thx|cheers',
  'bitte|danke|vielen Dank|danke schön|besten Dank|herzlichen Dank|natürlich|klar|hallo|guten Tag|guten Morgen|guten Abend|moin|servus|liebe Kollegen|sehr geehrte Damen und Herren',
  "merci|merci beaucoup|s'il vous plaît|svp|bien sûr|bonjour|bonsoir|salut|chers collègues|madame|monsieur|madame monsieur",
  'tafadhali|asante|asante sana|ahsante|ahsanteni|asanteni|habari|habari za leo|hujambo|shikamoo|salaam|ndugu|mpendwa',
  'por favor|gracias|muchas gracias|claro|hola|buenos días|buenas tardes|buenas noches|estimados señores|estimada señora|estimado señor',
  'muito obrigada|boa tarde|boa noite|oi|prezados|prezado senhor|prezada senhora|caros colegas|caras colegas',
  'እባክዎ|እባክዎን|አመሰግናለሁ|በጣም አመሰግናለሁ|እናመሰግናለን|ሰላም|ጤና ይስጥልኝ|እንደምን አደሩ|እንደምን ዋሉ|እንደምን አመሹ|ውድ ባልደረቦች',
  'कृपया|धन्यवाद|बहुत धन्यवाद|बहुत बहुत धन्यवाद|शुक्रिया|नमस्ते|नमस्कार|सुप्रभात|महोदय|महोदया|प्रिय महोदय|आदरणीय महोदय|प्रिय साथियों',
  'tolong|mohon|terima kasih|terima kasih banyak|makasih|tentu|halo|hai|selamat pagi|selamat siang|selamat sore|selamat malam|dengan hormat|bapak|ibu|bapak ibu|rekan rekan',
  'من فضلك|شكرا|شكرا جزيلا|مرحبا|السلام عليكم|أهلا|obrigado|obrigada|muito obrigado|olá|bom dia|grazie|grazie mille|per favore|ciao|buongiorno|dank je|dank u',
)

/** Words that people write above a form that is filled in, and that ask nothing. */
const covers = listed(
  'see attached|see attachment|see the attachment|please see attached|please find attached|find attached|attached|attached is the form|the form is attached|please find the form attached',
  'see below|please see below|please find it below|find it below|please see my corrections below|see my corrections below|my corrections are below|form attached|report attached|my answer is below|my answers are below|my answer|my answers|my report|my reply|here it is|here you are|here is the form|here is my answer|here is my report|here is my reply|here are my answers',
  'done|filled in|form filled in|as requested|as discussed|as agreed|for your information|fyi|I have filled in the form|I filled in the form|please find my answer below|please find my answers below',
  'siehe Anhang|siehe Anlage|im Anhang|anbei|anbei das Formular|anbei meine Antwort|siehe unten|erledigt|ausgefüllt|hier das Formular|hier ist das Formular|hier meine Antwort|wie besprochen|wie gewünscht|meine Antwort|zur Kenntnis',
  'ci-joint|voir ci-joint|en pièce jointe|voir pièce jointe|voir ci-dessous|ci-dessous|voici le formulaire|voici ma réponse|veuillez trouver ci-joint|veuillez trouver le formulaire ci-joint|ma réponse|fait|rempli',
  'angalia kiambatisho|tazama kiambatisho|nimeambatisha|nimeambatisha fomu|angalia hapa chini|tazama hapa chini|hii hapa|fomu hii hapa|jibu langu|majibu yangu|tayari|nimejaza|nimejaza fomu',
  'em anexo|segue em anexo|segue anexo|ver anexo|segue o formulário|segue o formulário em anexo|ver abaixo|veja abaixo|aqui está o formulário|minha resposta|a minha resposta|feito|preenchido',
  'ተያይዟል|ቅጹ ተያይዟል|አባሪውን ይመልከቱ|ከታች ይመልከቱ|መልሴ|መልሴ ከታች ነው|ሞልቻለሁ|ቅጹን ሞልቻለሁ|ጨርሻለሁ',
  'संलग्न|फ़ॉर्म संलग्न है|संलग्न देखें|कृपया संलग्न देखें|नीचे देखें|कृपया नीचे देखें|मेरा जवाब|मेरा जवाब नीचे है|भर दिया|फ़ॉर्म भर दिया है|हो गया',
  'terlampir|lihat lampiran|formulir terlampir|berikut formulirnya|lihat di bawah|jawaban saya|jawaban saya di bawah|sudah diisi|sudah saya isi|selesai',
  'adjunto|ver adjunto|adjunto el formulario|ver abajo|aquí está|aquí está el formulario|mi respuesta|hecho|rellenado|مرفق|انظر المرفق|تم|الجواب أدناه',
)

/** Words that end a mail; a name and an address follow. */
const closings = listed(
  'regards|kind regards|best regards|warm regards|with kind regards|with best regards|best wishes|all the best|sincerely|yours sincerely|yours faithfully|yours truly|yours|best|br|kr|rgds|respectfully|have a nice day|thanks and regards',
  'mit freundlichen Grüßen|mit freundlichem Gruß|freundliche Grüße|viele Grüße|liebe Grüße|beste Grüße|herzliche Grüße|schöne Grüße|viele liebe Grüße|mit besten Grüßen|Grüße|Gruß|mfg|lg|vg|mit freundlichen Gruessen|viele Gruesse',
  'cordialement|bien cordialement|salutations|sincères salutations|meilleures salutations|salutations distinguées|bien à vous|amicalement|bonne journée',
  'wasalaam|wako|wako mwaminifu|salamu|salamu nyingi|kila la heri|kwa heri|kwaheri|siku njema|kazi njema',
  'saludos|saludos cordiales|un saludo|un cordial saludo|atentamente|cordialmente|مع التحية|تحياتي|مع أطيب التحيات|مع خالص التحية|مع الشكر',
  'com os melhores cumprimentos|melhores cumprimentos|abraço|um abraço|saudações|att|ከሰላምታ ጋር|ከአክብሮት ጋር|ከምስጋና ጋር|መልካም ቀን',
  'सादर|धन्यवाद सहित|शुभकामनाएँ|शुभकामनाओं सहित|भवदीय|भवदीया|आपका|आपकी|आपका दिन शुभ हो|salam|salam hormat|salam hangat|hormat saya|hormat kami',
  'atenciosamente|cumprimentos|abraços|cordiali saluti|distinti saluti|saluti|met vriendelijke groet|groeten',
)

const longest = 12
/** A line of nothing but set words is no longer than this. */
const longestLine = 400

/** Whether the words can be cut into listed phrases, one of them at least out of `core`. */
function consistsOf(text: string, core: Phrases, beside: Phrases): boolean {
  if (text.length > longestLine) return false
  const words = folded(text).split(' ')
  if (words.length > 40) return false
  // per place: unreachable, reached, reached with one of the core
  const reached: (boolean | undefined)[] = [false]
  for (let at = 0; at < words.length; at++) {
    const state = reached[at]
    if (state === undefined) continue
    for (let to = at + 1; to <= Math.min(words.length, at + longest); to++) {
      const phrase = words.slice(at, to).join(' ')
      if (core.has(phrase)) reached[to] = true
      else if (beside.has(phrase)) reached[to] = state || reached[to] === true
    }
  }
  return reached[words.length] === true
}

export type Word = 'yes' | 'stop' | 'start'

/** The meaning of a line that consists wholly of listed words; a question mark makes a question of it. */
export function wordOf(line: string): Word | null {
  if (/[?¿؟？]/u.test(line)) return null
  if (consistsOf(line, yes, fillers)) return 'yes'
  if (consistsOf(line, stop, fillers)) return 'stop'
  return consistsOf(line, start, fillers) ? 'start' : null
}

const nothing = new Set([...fillers, ...covers, ...closings])
const capitals = /^(?=.{1,80}$)[\s,]*(?:\p{Lu}[\p{L}\p{M}.'’-]*[\s,]*){1,3}[,!.:]?$/u
const greetingStart =
  /^(?:dear|hello|hi|hey|good (?:morning|afternoon|evening|day)|hallo|guten (?:tag|morgen|abend)|liebe[rs]?|sehr geehrte[rs]?|bonjour|bonsoir|chère?s?|habari|mpendwa|ndugu|hola|estimad[oa]s?|querid[oa]s?|olá|prezad[oa]s?|car[oa]s?|ciao|gentile|beste|yth\.?|kepada|عزيزي|عزيزتي)\s+(.+)$/iu

/** Greetings, thanks, "see attached": no words that somebody has to read. */
export function saysNothing(line: string): boolean {
  if (!/[\p{L}\p{N}\p{Extended_Pictographic}?]/u.test(line)) return true
  return consistsOf(line, nothing, nothing) && !/[?¿؟？]/u.test(line)
}

/** "Dear Grace," and the like, alone on a line. */
export function isGreeting(line: string): boolean {
  if (line.length > longestLine) return false
  const rest = greetingStart.exec(line.trim())?.[1]
  return (rest !== undefined && capitals.test(rest)) || (!/[?]/.test(line) && consistsOf(line, fillers, fillers))
}

/** "Best regards", also with a name behind it. */
export function isClosing(line: string): boolean {
  if (line.length > longestLine) return false
  const [phrase = '', ...name] = line.split(',')
  const rest = name.join(',').trim()
  return consistsOf(phrase, closings, fillers) && (rest === '' || capitals.test(rest))
}

/** One to three words with capitals, as a name is. */
export const looksLikeName = (line: string): boolean => capitals.test(line)
