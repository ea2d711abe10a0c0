// French words of the public pages.

import type { Words } from './word-keys.ts'

export const fr: Words = {
  language: 'Langue',
  home: 'Vos données chez nous',
  homeText:
    'Ici, vous écrivez à {org} au sujet des données que nous gardons sur vous. Tout ce que vous envoyez est scellé aussitôt ; cet ordinateur ne peut plus le lire.',
  writeUs: 'Vous pouvez aussi écrire à',
  update: 'Voir ou corriger mes données',
  updateText:
    'Indiquez votre adresse électronique. Si nous avons des données à cette adresse, nous y envoyons un formulaire pour les voir et les corriger.',
  email: 'Adresse électronique',
  send: 'Envoyer',
  reply: 'Envoyer un formulaire rempli',
  replyText: 'Choisissez le fichier rempli : le formulaire en texte ou le fichier joint à notre message.',
  replyFile: 'Fichier',
  unsubscribe: 'Ne plus recevoir de messages',
  unsubscribeText: 'Appuyez sur le bouton et {org} ne vous enverra plus de messages de ce type.',
  unsubscribeAddress: 'Indiquez l’adresse électronique qui ne doit plus recevoir de messages.',
  unsubscribeButton: 'Ne plus recevoir de messages',
  unsubscribed: 'Vous ne recevrez plus de messages',
  unsubscribedText: 'Votre demande est arrivée. Un message déjà en route peut encore vous parvenir.',
  inquiry: 'Poser une question',
  inquiryText: 'Écrivez-nous. Nous répondons par courriel ou par téléphone.',
  name: 'Nom',
  phone: 'Téléphone',
  message: 'Message',
  files: 'Fichiers',
  filesText: 'Au plus {count} fichiers de {size} Mio chacun.',
  optional: 'facultatif',
  leaveEmpty: 'Laissez ce champ vide',
  thanks: 'Merci',
  thanksText:
    'Votre envoi est arrivé et il est gardé en sûreté. Notre réponse suit par courriel, à l’adresse que nous avons de vous.',
  code: 'Reçu',
  refused: 'Nous ne pouvons pas accepter cela',
  refusedTooLarge: 'C’est trop grand ou en trop de parties. Rien n’a été gardé.',
  refusedNotForm: 'Ce n’est pas un formulaire rempli, ou il y manque quelque chose. Rien n’a été gardé.',
  refusedEmpty:
    'Le formulaire est arrivé vide. Certains programmes de courrier ne savent pas envoyer de formulaires. Enregistrez le formulaire dans un fichier, ouvrez ce fichier dans un navigateur, remplissez-le là et envoyez-le de nouveau.',
  refusedTooFast:
    'C’est arrivé plus vite qu’on ne remplit un formulaire. Revenez en arrière, attendez un instant et envoyez de nouveau. Rien n’a été gardé.',
  busy: 'Veuillez essayer plus tard',
  busyText:
    'Nous ne pouvons pas le prendre pour le moment. Rien n’a été gardé. Veuillez l’envoyer de nouveau dans quelques minutes.',
  notFound: 'Cette page n’existe pas',
  notFoundText: 'L’adresse est peut-être mal écrite.',
}
