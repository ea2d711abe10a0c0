// The words by which headings are known: sure ones, and those that mean several things. English, German, French, Swahili,
// Spanish, Arabic and Luganda.

import type { LoadField } from '../fields.ts'

/** Headings are compared without case, accents, and anything but letters and digits. */
export function plainHeading(heading: string): string {
  // ß and the like are written out by the first step, accents are what the second one takes away
  return heading
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
}

export const synonyms: Readonly<Record<LoadField, string>> = {
  hid: 'hid, id, member number, member no, member id, membership number, kennung, mitgliedsnummer, mitgliedsnr, mitglieds nr, kundennummer, identifiant, numero de membre, numero d adherent, numero de socio, namba ya uanachama, nambari ya uanachama, namba ya mwanachama, رقم العضوية, ennamba y obwammemba',
  uid: 'uid',
  name: 'full name, fullname, names, contact name, first and last name, first name last name, vollstandiger name, vor und nachname, vorname nachname, vorname name, nom complet, prenom nom, prenom et nom, nombre completo, nombre y apellidos, nombre y apellido, jina kamili, majina, الاسم الكامل, amannya, erinnya lyonna, person',
  'given-name':
    'given name, given names, given, first name, first names, firstname, forename, forenames, christian name, vorname, vornamen, prenom, prenoms, nombres, nombre de pila, primer nombre, jina la kwanza, الاسم الأول, الاسم الشخصي, erinnya erisooka',
  'middle-name':
    'middle name, middle names, middle initial, additional name, second name, zweiter vorname, weitere vornamen, deuxieme prenom, autres prenoms, segundo nombre, jina la kati, اسم الأب, الاسم الأوسط',
  'family-name':
    'family name, family, last name, last names, lastname, surname, nachname, familienname, zuname, nom de famille, apellido, apellidos, jina la ukoo, jina la familia, اسم العائلة, الاسم العائلي, الكنية, erinnya ly ekika',
  suffix: 'suffix, name suffix, namenszusatz, suffixe, sufijo',
  prefix: 'prefix, name prefix, salutation, form of address, anrede, civilite, tratamiento, cheo cha heshima',
  title: 'academic title, titel, akademischer titel, titre academique, titulo academico, اللقب العلمي',
  born: 'born, birthday, birth date, birthdate, date of birth, dob, geboren, geboren am, geb datum, geburtsdatum, geburtstag, date de naissance, ne le, fecha de nacimiento, fecha nacimiento, nacimiento, cumpleanos, tarehe ya kuzaliwa, siku ya kuzaliwa, تاريخ الميلاد, تاريخ الولادة, ennaku z okuzaalibwa, olunaku lw okuzaalibwa',
  language:
    'language, preferred language, sprache, korrespondenzsprache, langue, idioma, lengua, lugha, اللغة, olulimi',
  prefers: 'prefers, preferred, best way to reach',
  phone:
    'phone, phone 1, phone 2, phone 3, phone number, phone no, telephone, telephone number, tel, tel no, mobile, mobile phone, mobile number, mobile no, cell, cell phone, cellphone, home phone, work phone, telefon, telefonnr, tel nr, handy, handynummer, handynr, mobil, mobilnummer, mobiltelefon, telefonnummer, telefon privat, telefon mobil, festnetz, portable, telephone portable, telephone fixe, numero de telephone, gsm, telefono, telefono 1, telefono 2, telefono movil, numero de telefono, movil, celular, simu, namba ya simu, nambari ya simu, simu ya mkononi, الهاتف, هاتف, رقم الهاتف, الجوال, رقم الجوال, المحمول, الموبايل, essimu, ennamba y essimu, namba y essimu',
  email:
    'email, email 1, email 2, email 3, e mail address, mail, mail address, mailadresse, e mail adresse, courriel, adresse electronique, adresse e mail, adresse mail, mel, correo, correo electronico, direccion de correo, barua pepe, البريد الإلكتروني, بريد إلكتروني, البريد, imeeri, email y essimu',
  web: 'web, website, web page, homepage, url, webseite, internetseite, site web, site internet, sitio web, pagina web, tovuti, الموقع, الموقع الإلكتروني',
  line1:
    'line1, address line 1, address 1, street, street name, street address, street and number, street and house number, strasse, strassenname, strasse und hausnummer, strasse hausnummer, strasse nr, strasse und nr, rue, voie, numero et rue, calle, calle y numero, domicilio, mtaa, الشارع, oluguudo',
  'house-number':
    'house number, house no, house nr, street number, hausnummer, hausnr, haus nr, hnr, numero de rue, numero de voie, numero de calle, numero de casa, numero exterior, namba ya nyumba, رقم المنزل, رقم البيت, ennamba y ennyumba',
  line2:
    'line2, address line 2, address 2, adresszusatz, adresszeile 2, complement d adresse, complemento de direccion, direccion 2',
  postcode:
    'postcode, post code, postal code, zip, zip code, zipcode, plz, postleitzahl, code postal, codigo postal, cp, msimbo wa posta, الرمز البريدي',
  city: 'city, town, village, town or village, ort, stadt, wohnort, gemeinde, ville, village, commune, localite, ciudad, localidad, poblacion, municipio, pueblo, mji, kijiji, المدينة, القرية, ekibuga, ekyalo',
  region:
    'region, district, province, county, bezirk, kreis, landkreis, bundesland, kanton, departement, canton, provincia, departamento, comarca, mkoa, wilaya, المحافظة, المنطقة, disitulikiti, essaza',
  country: 'country, land, pays, pais, nchi, البلد, الدولة, ensi, eggwanga',
  note: 'note, notes, remark, remarks, comment, comments, notiz, notizen, bemerkung, bemerkungen, anmerkung, anmerkungen, kommentar, remarque, remarques, commentaire, commentaires, observations, nota, notas, observaciones, comentario, comentarios, maelezo, maoni, ملاحظة, ملاحظات, ebirala',
  owner: 'owner, staff, keeper, responsible, betreuer, zustandig, responsable, mhusika',
}

/** The headings beside one that means several things. */
export interface Beside {
  readonly has: (field: LoadField) => boolean
  /** The field of the column before it. */
  readonly before: LoadField | null | undefined
  /** Whether the file names its fields as an export of ours does. */
  readonly isOurs: boolean
}

interface Question {
  readonly headings: string
  /** Its possible meanings; `-` leaves the column out. */
  readonly readings: readonly (readonly [LoadField | '-', string])[]
  /** Its meaning beside these others, where that is certain. */
  readonly sure?: (beside: Beside) => LoadField | undefined
}

const givenName = ['given-name', 'given names'] as const
const familyName = ['family-name', 'the family name'] as const
const wholeName = ['name', 'the whole name'] as const
const leave = (what: string) => ['-', what] as const
/** A name beside one of its parts is the other part. */
const otherPart =
  (part: 'given-name' | 'family-name', beside: 'given-name' | 'family-name') =>
  ({ has }: Beside) =>
    has(part) || has('name') ? undefined : has(beside) ? part : 'name'

export const questions: readonly Question[] = [
  {
    headings: 'nr, no, n, num, number, nummer, numero, namba, nambari, ennamba, رقم, الرقم',
    readings: [
      ['hid', "a person's id in your list"],
      ['house-number', 'the house number of the street'],
      ['phone', 'a telephone number'],
      leave('the number of the row'),
    ],
    sure: ({ has, before }) => (before === 'line1' && !has('house-number') ? 'house-number' : undefined),
  },
  {
    headings: 'title, titre, titulo, cheo, اللقب',
    readings: [['title', 'such as Dr'], ['prefix', 'such as Mr or Ms'], leave('what somebody works as')],
    sure: ({ has, isOurs }) => (has('prefix') || isOurs ? 'title' : undefined),
  },
  {
    headings: 'name',
    readings: [familyName, givenName, wholeName, leave('it says again what other columns say')],
    sure: beside =>
      beside.has('given-name') || !beside.has('family-name')
        ? otherPart('family-name', 'given-name')(beside)
        : undefined,
  },
  {
    headings: 'nom',
    readings: [wholeName, familyName, leave('it says again what other columns say')],
    sure: ({ has }) => (has('given-name') && !has('family-name') ? 'family-name' : undefined),
  },
  {
    headings: 'nombre, nome, jina, الاسم, erinnya',
    readings: [givenName, wholeName, leave('it says again what other columns say')],
    sure: otherPart('given-name', 'family-name'),
  },
  {
    headings: 'contact, contacts, kontakt, contacto, mawasiliano',
    readings: [wholeName, ['phone', 'a telephone number'], ['email', 'an e-mail address'], leave('something else')],
  },
  {
    headings:
      'address, full address, home address, postal address, mailing address, adresse, anschrift, adresse postale, direccion, anwani, anuani, العنوان, endagiriro',
    readings: [
      ['line1', 'the street, or a whole address that shall stay in one line'],
      ['email', 'an e-mail address'],
      leave('something else'),
    ],
    sure: ({ has }) => ((has('city') || has('postcode')) && !has('line1') ? 'line1' : undefined),
  },
  {
    headings: 'state, estado, etat, الولاية',
    readings: [['region', 'a state of a country'], leave('how something stands')],
    sure: ({ has }) => ((has('city') || has('postcode') || has('country')) && !has('region') ? 'region' : undefined),
  },
  { headings: 'date, datum, fecha, tarehe, التاريخ', readings: [['born', 'the day of birth'], leave('another day')] },
  {
    headings:
      'company, company name, organization, organisation, firma, societe, entreprise, empresa, employer, kampuni, الشركة, position, job title, jobtitle, job, beruf, profession, occupation, fonction, puesto, department, abteilung, gender, sex, geschlecht, sexe, genero, sexo, jinsia, الجنس, nickname, spitzname, surnom, apodo, maiden name, geburtsname, nom de jeune fille, age, alter, edad, umri, العمر',
    readings: [['note', 'for it there is no field of its own'], leave('not needed')],
  },
  {
    headings: 'fax, fax number, faxnummer, telefax, telecopie, pager, phone fax, telefon fax, tel fax',
    readings: [leave('a fax is no telephone'), ['phone', 'they are telephones']],
  },
]

/** Headings of whole names that say themselves that the family name comes first. */
export const familyFirstHeadings =
  'name vorname, name und vorname, nachname vorname, nachname und vorname, familienname vorname, last name first name, surname first name, surname and first name, surname given name, family name given name, nom prenom, nom et prenom, nom prenoms, apellidos nombre, apellidos y nombre, apellidos y nombres, apellido y nombre, apellido nombre'
