// Swahili words of the public pages.

import type { Words } from './word-keys.ts'

export const sw: Words = {
  language: 'Lugha',
  home: 'Taarifa zako kwetu',
  homeText:
    'Hapa unaweza kuiandikia {org} kuhusu taarifa zako tunazozitunza. Unachotuma hufungwa mara moja; kompyuta hii haiwezi kukisoma tena.',
  writeUs: 'Unaweza pia kuandika kwa',
  update: 'Kuona au kusahihisha taarifa zangu',
  updateText:
    'Andika anwani yako ya barua pepe. Kama tuna taarifa zako, tutakutumia fomu huko ili uzione na kuzisahihisha.',
  email: 'Anwani ya barua pepe',
  send: 'Tuma',
  reply: 'Tuma fomu iliyojazwa',
  replyText: 'Chagua faili uliyojaza: fomu ya maandishi au faili ya fomu kutoka barua yetu.',
  replyFile: 'Faili',
  unsubscribe: 'Acha kupokea ujumbe',
  unsubscribeText: 'Bonyeza kitufe, na {org} haitakutumia tena ujumbe wa aina hii.',
  unsubscribeAddress: 'Andika anwani ya barua pepe isiyotakiwa kupokea ujumbe tena.',
  unsubscribeButton: 'Acha kupokea ujumbe',
  unsubscribed: 'Hutapokea ujumbe tena',
  unsubscribedText: 'Ombi lako limepokelewa. Ujumbe ulio njiani bado unaweza kukufikia.',
  inquiry: 'Uliza swali',
  inquiryText: 'Tuandikie. Tutakujibu kwa barua pepe au simu.',
  name: 'Jina',
  phone: 'Simu',
  message: 'Ujumbe',
  files: 'Faili',
  filesText: 'Faili zisizozidi {count}, kila moja hadi MiB {size}.',
  optional: 'si lazima',
  leaveEmpty: 'Acha sehemu hii tupu',
  thanks: 'Asante',
  thanksText:
    'Ulichotuma kimepokelewa na kimehifadhiwa salama. Jibu letu litafuata kwa barua pepe, kwenye anwani yako tuliyo nayo.',
  code: 'Risiti',
  refused: 'Hatuwezi kukubali hiki',
  refusedTooLarge: 'Ni kikubwa mno au kina sehemu nyingi mno. Hakuna kilichohifadhiwa.',
  refusedNotForm: 'Si fomu iliyojazwa, au kuna kitu kinachokosekana. Hakuna kilichohifadhiwa.',
  refusedEmpty:
    'Fomu imefika tupu. Baadhi ya programu za barua pepe haziwezi kutuma fomu. Hifadhi fomu kama faili, ifungue katika kivinjari, ijaze huko na uitume tena.',
  refusedTooFast:
    'Imetumwa haraka kuliko fomu inavyoweza kujazwa. Rudi nyuma, subiri kidogo na uitume tena. Hakuna kilichohifadhiwa.',
  busy: 'Tafadhali jaribu baadaye',
  busyText: 'Kwa sasa hatuwezi kukipokea. Hakuna kilichohifadhiwa. Tafadhali tuma tena baada ya dakika chache.',
  notFound: 'Ukurasa huu haupo',
  notFoundText: 'Huenda anwani imeandikwa vibaya.',
}
