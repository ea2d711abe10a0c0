// German words of the public pages.

import type { Words } from './word-keys.ts'

export const de: Words = {
  language: 'Sprache',
  home: 'Ihre Daten bei uns',
  homeText: 'Sehen Sie, was wir über Sie gespeichert haben, und berichtigen Sie es.',
  writeUs: 'Sie können auch schreiben an',
  update: 'Meine Daten ansehen oder berichtigen',
  email: 'E-Mail-Adresse',
  send: 'Senden',
  reply: 'Ausgefülltes Formular senden',
  replyText: 'Wählen Sie die ausgefüllte Datei: das Textformular oder die Formulardatei aus unserer E-Mail.',
  replyFile: 'Datei',
  unsubscribe: 'Unsere Post abbestellen',
  unsubscribeText: 'Drücken Sie den Knopf, und {org} sendet Ihnen nichts mehr, um das Sie nicht gebeten haben.',
  unsubscribeAddress: 'Geben Sie die E-Mail-Adresse an, die keine Nachrichten mehr bekommen soll.',
  unsubscribeButton: 'Alles abbestellen',
  unsubscribed: 'Ihr Wunsch ist angekommen',
  unsubscribedText:
    'Sie bekommen keine Post mehr, um die Sie nicht gebeten haben. Was schon unterwegs ist, kann Sie noch erreichen.',
  inquiry: 'Eine Frage stellen',
  inquiryText: 'Schreiben Sie uns. Ein Mensch liest es und antwortet Ihnen.',
  name: 'Name',
  message: 'Ihre Frage',
  files: 'Dateien',
  filesText: 'Höchstens {count} Dateien von je {size} MiB.',
  optional: 'freiwillig',
  leaveEmpty: 'Dieses Feld leer lassen',
  thanks: 'Es ist angekommen',
  thanksText:
    'Vielen Dank. Was Sie gesendet haben, ist verschlossen, und nur unser Büro kann es öffnen. Sie können diese Seite schließen.',
  code: 'Quittung',
  receipt: 'Was aus meiner Sendung wurde',
  receiptHint: 'Mit der Quittung, die Ihnen gezeigt wurde',
  receiptText:
    'Geben Sie die Quittung ein, die Ihnen beim Absenden gezeigt wurde: 26 Buchstaben und Ziffern. Leerzeichen spielen keine Rolle.',
  receiptButton: 'Anzeigen',
  receiptStored: 'Es ist angekommen und sicher verwahrt. In unsere Daten ist es noch nicht übernommen.',
  receiptImported: 'Es ist in unseren Daten angekommen.',
  receiptHeld: 'Es ist angekommen. Bevor es gilt, sieht ein Mensch das Ganze oder einen Teil davon an.',
  receiptRefused:
    'Es konnte nicht in unsere Daten übernommen werden. Haben Sie auf einen Brief geantwortet, so sagt Ihnen ein Brief, warum; sonst schreiben Sie uns bitte.',
  receiptUnknown:
    'Diese Quittung ist hier nicht bekannt. Bitte prüfen Sie, ob sie so eingegeben ist, wie sie gezeigt wurde. Nach {days} Tagen geben wir darüber keine Auskunft mehr.',
  receiptAgain: 'Eine andere Quittung ansehen',
  refused: 'Das können wir nicht annehmen',
  refusedTooLarge: 'Es ist zu groß oder hat zu viele Teile. Nichts wurde gespeichert.',
  refusedNotForm: 'Es ist kein ausgefülltes Formular, oder es fehlt etwas darin. Nichts wurde gespeichert.',
  refusedEmpty:
    'Das Formular kam leer an. Manche Mailprogramme können keine Formulare senden. Speichern Sie das Formular als Datei, öffnen Sie die Datei in einem Browser, füllen Sie es dort aus und senden Sie es noch einmal.',
  busy: 'Bitte später versuchen',
  busyText:
    'Im Augenblick können wir es nicht annehmen. Nichts wurde gespeichert. Bitte senden Sie es in einigen Minuten noch einmal.',
  notFound: 'Diese Seite gibt es nicht',
  notFoundText: 'Vielleicht ist die Adresse falsch geschrieben.',
  emailHint: 'Wenn wir sie kennen, senden wir Ihr Formular dorthin',
  updateButton: 'Mein Formular anfordern',
  somethingElse: 'Etwas anderes',
  replyHint: 'Die Datei aus unserer E-Mail',
  unsubscribeHint: 'Für eine E-Mail-Adresse',
  inquiryHint: 'Ein Mensch antwortet per E-Mail oder Telefon',
  sealedText:
    'Was Sie hier senden, wird sofort verschlossen. Dieser Rechner kann es nicht wieder öffnen und setzt keine Cookies.',
  stillReaches: 'Was Sie weiterhin erreicht',
  stillAnswers: 'Antworten auf Ihre eigenen Fragen und Änderungen',
  stillConfirms: 'Eine Nachricht, die dies bestätigt',
  someOnly: 'Nur einen Teil davon?',
  someText: 'Wählen Sie, was Sie nicht mehr bekommen möchten.',
  someFault: 'Wählen Sie mindestens eine Art von Post.',
  someButton: 'Das Gewählte abbestellen',
  unsubscribedSome: 'Von dieser Post bekommen Sie nichts mehr. Was schon unterwegs ist, kann Sie noch erreichen.',
  reach: 'E-Mail-Adresse oder Telefonnummer',
  reachHint: 'Dorthin geht unsere Antwort',
  reachFault: 'Geben Sie eine E-Mail-Adresse oder eine Telefonnummer an, damit wir Ihnen antworten können.',
  emailFault: 'Das ist keine E-Mail-Adresse. Bitte berichtigen Sie sie.',
  messageFault: 'Schreiben Sie hier Ihre Frage.',
  pressAgain:
    'Bitte drücken Sie den Knopf noch einmal. So wissen wir, dass ein Mensch dies sendet. Nichts, was Sie geschrieben haben, ist verloren.',
  workText:
    'Im Augenblick kommen sehr viele Nachrichten an. Bitte warten Sie {seconds} Sekunden und drücken Sie den Knopf dann noch einmal. Nichts von dem, was Sie geschrieben haben, geht verloren.',
  correct:
    'Es ist noch nichts gesendet. Bitte berichtigen Sie das markierte Feld; alles andere steht da, wie Sie es geschrieben haben.',
  filesAgain: 'Bitte wählen Sie Ihre Dateien noch einmal: Ein Browser behält sie nicht.',
  afterwards: 'Wie es weitergeht',
  thenLetter: 'Eine E-Mail sagt Ihnen, was aus jeder Änderung geworden ist.',
  thenConfirm: 'Wenn Sie eine Telefonnummer oder E-Mail-Adresse geändert haben, fragen wir Sie vorher noch einmal.',
  thenForm:
    'Wenn wir die Adresse kennen, kommt Ihr Formular dorthin, höchstens einmal am Tag. Wenn nichts kommt, sehen Sie bei der unerwünschten Post nach.',
  thenAnswer: 'Ein Mensch liest Ihre Frage und beantwortet sie.',
  mailReceipt: 'Diese Quittung an mich selbst mailen',
  noAnswer: 'Wenn nach einigen Tagen keine Antwort kommt, schreiben Sie uns und nennen Sie die Quittung.',
}
