// Names of countries beside those that Node brings: codes of three letters, names of ISO 3166, older
// and shorter names. A name is here only where it means one country.

/** ISO 3166-1: the code of two letters, then the one of three. */
export const countryCodes =
  'ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO AQATA ARARG ASASM ATAUT AUAUS AWABW AXALA AZAZE BABIH BBBRB BDBGD BEBEL BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES BRBRA BSBHS BTBTN BVBVT BWBWA BYBLR BZBLZ CACAN CCCCK CDCOD CFCAF CGCOG CHCHE CICIV CKCOK CLCHL CMCMR CNCHN COCOL CRCRI CUCUB CVCPV CWCUW CXCXR CYCYP CZCZE DEDEU DJDJI DKDNK DMDMA DODOM DZDZA ECECU EEEST EGEGY EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK FMFSM FOFRO FRFRA GAGAB GBGBR GDGRD GEGEO GFGUF GGGGY GHGHA GIGIB GLGRL GMGMB GNGIN GPGLP GQGNQ GRGRC GSSGS GTGTM GUGUM GWGNB GYGUY HKHKG HMHMD HNHND HRHRV HTHTI HUHUN IDIDN IEIRL ILISR IMIMN ININD IOIOT IQIRQ IRIRN ISISL ITITA JEJEY JMJAM JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR KMCOM KNKNA KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO LBLBN LCLCA LILIE LKLKA LRLBR LSLSO LTLTU LULUX LVLVA LYLBY MAMAR MCMCO MDMDA MEMNE MFMAF MGMDG MHMHL MKMKD MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ MRMRT MSMSR MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM NCNCL NENER NFNFK NGNGA NINIC NLNLD NONOR NPNPL NRNRU NUNIU NZNZL OMOMN PAPAN PEPER PFPYF PGPNG PHPHL PKPAK PLPOL PMSPM PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT REREU ROROU RSSRB RURUS RWRWA SASAU SBSLB SCSYC SDSDN SESWE SGSGP SHSHN SISVN SJSJM SKSVK SLSLE SMSMR SNSEN SOSOM SRSUR SSSSD STSTP SVSLV SXSXM SYSYR SZSWZ TCTCA TDTCD TFATF TGTGO THTHA TJTJK TKTKL TLTLS TMTKM TNTUN TOTON TRTUR TTTTO TVTUV TWTWN TZTZA UAUKR UGUGA UMUMI USUSA UYURY UZUZB VAVAT VCVCT VEVEN VGVGB VIVIR VNVNM VUVUT WFWLF WSWSM YEYEM YTMYT ZAZAF ZMZMB ZWZWE'.split(
    ' ',
  )

/** In use for addresses, though ISO 3166-1 only keeps them free. */
export const otherCodes = 'XK AC CP DG EA IC TA'.split(' ')

/** Another code for the same country. */
export const secondCodes: Readonly<Record<string, string>> = { UK: 'GB', EL: 'GR' }

/** Codes of countries that are one country's today; of SU, YU, CS and AN several came. */
export const formerCodes: Readonly<Record<string, string>> = { BU: 'MM', DD: 'DE', FX: 'FR', TP: 'TL', ZR: 'CD' }

export const otherNames: Readonly<Record<string, string>> = {
  AE: 'UAE|Emirates|VAE|EAU',
  AF: 'Islamic Republic of Afghanistan',
  AR: 'Argentine Republic',
  BA: 'Bosnia-Herzegovina|Bosnien-Herzegowina|Bosnie-Herzégovine|BiH',
  BD: 'People’s Republic of Bangladesh',
  BN: 'Brunei Darussalam',
  BO: 'Plurinational State of Bolivia',
  BR: 'Federative Republic of Brazil',
  BQ: 'Bonaire, Sint Eustatius and Saba|Bonaire, Saint Eustatius and Saba|Bonaire',
  BY: 'Byelorussia|Belorussia|Weißrussland|Biélorussie|Bielorrusia',
  CC: 'Cocos Islands|Keeling Islands',
  CD: 'Democratic Republic of the Congo|Democratic Republic of Congo|DR Congo|D.R. Congo|DRC|Congo, Dem. Rep.|Congo (DRC)|Congo DRC|Congo, DR|Congo (Kinshasa)|RDC|RD Congo|Congo-Kinshasa|République démocratique du Congo|Demokratische Republik Kongo|DR Kongo|República Democrática del Congo|Jamhuri ya Kidemokrasia ya Kongo|Zaire|Zaïre',
  CG: 'Republic of the Congo|Republic of Congo|Congo (Republic)|Congo, Rep.|Congo (Brazzaville)|Congo-Brazzaville|République du Congo|Republik Kongo|República del Congo|Jamhuri ya Kongo',
  CH: 'Swiss Confederation|Confoederatio Helvetica',
  CI: 'Ivory Coast|Republic of Côte d’Ivoire|Elfenbeinküste|Costa de Marfil|Ivory Coast (Côte d’Ivoire)',
  CN: 'PRC|P.R. China|PR China|People’s Republic of China|Mainland China|Volksrepublik China|VR China|République populaire de Chine|República Popular China',
  CV: 'Cabo Verde|Cape Verde',
  CZ: 'Czech Republic|Czech Rep.|Tschechische Republik|République tchèque|República Checa|Tchéquie',
  DE: 'Federal Republic of Germany|Bundesrepublik Deutschland|BRD',
  DZ: 'People’s Democratic Republic of Algeria',
  EG: 'Arab Republic of Egypt',
  ER: 'State of Eritrea',
  ET: 'Federal Democratic Republic of Ethiopia',
  FK: 'Falkland Islands|Falkland Islands (Malvinas)|Malvinas|Falklands',
  FM: 'Federated States of Micronesia',
  FR: 'French Republic|République française',
  GA: 'Gabonese Republic',
  GB: 'Great Britain|Britain|United Kingdom of Great Britain and Northern Ireland|United Kingdom (UK)|Grande-Bretagne|Großbritannien|Gran Bretaña|Uingereza|Royaume-Uni de Grande-Bretagne et d’Irlande du Nord',
  GM: 'The Gambia',
  GR: 'Hellas|Hellenic Republic',
  GS: 'South Georgia and the South Sandwich Islands',
  HK: 'Hong Kong|Hongkong|Hong Kong SAR|Hong Kong, China|China, Hong Kong SAR|Hong Kong Special Administrative Region of China',
  HM: 'Heard Island and McDonald Islands',
  IE: 'Eire|Éire|Irish Republic',
  IR: 'Islamic Republic of Iran|Iran (Islamic Republic of)',
  IT: 'Italian Republic',
  JO: 'Hashemite Kingdom of Jordan',
  KG: 'Kyrgyz Republic|Kirghizia',
  KM: 'Union of the Comoros',
  KN: 'Saint Kitts and Nevis|Saint Christopher and Nevis',
  KP: 'DPRK|Democratic People’s Republic of Korea|Korea (Democratic People’s Republic of)|Korea, North|Korea (North)|N. Korea|Corea del Norte|Corée du Nord',
  KR: 'ROK|Republic of Korea|Korea (Republic of)|Korea, South|Korea (South)|S. Korea|Korea Rep.|Corea del Sur|Corée du Sud',
  KW: 'State of Kuwait',
  LA: 'Lao People’s Democratic Republic|Lao PDR|Lao',
  LB: 'Lebanese Republic',
  LK: 'Democratic Socialist Republic of Sri Lanka',
  LU: 'Grand Duchy of Luxembourg',
  LY: 'Libyan Arab Jamahiriya|State of Libya',
  MD: 'Moldova, Republic of|Moldova (Republic of)|Moldavia',
  MF: 'Saint Martin (French part)|Saint-Martin',
  MK: 'Macedonia|Republic of Macedonia|FYROM|Former Yugoslav Republic of Macedonia|Macedonia, the former Yugoslav Republic of|Macedonia, FYR|FYR Macedonia|Mazedonien|Macédoine',
  MM: 'Burma|Myanmar|Myanmar/Burma|Birma|Birmanie|Birmania',
  MO: 'Macau|Macao SAR|Macau SAR|China, Macao SAR|Macao Special Administrative Region of China',
  MP: 'Commonwealth of the Northern Mariana Islands',
  MR: 'Islamic Republic of Mauritania',
  MX: 'United Mexican States|Méjico',
  NG: 'Federal Republic of Nigeria',
  NP: 'Federal Democratic Republic of Nepal',
  NL: 'Holland|Nederland|Hollande|Holanda',
  PG: 'PNG|Independent State of Papua New Guinea',
  PK: 'Islamic Republic of Pakistan',
  PN: 'Pitcairn',
  PS: 'Palestine|State of Palestine|Palestinian Territory|Occupied Palestinian Territory|Palestinian Territory, Occupied|Occupied Palestinian Territories|Palästinensische Gebiete',
  PT: 'Portuguese Republic',
  QA: 'State of Qatar',
  IL: 'State of Israel',
  RE: 'La Réunion|Reunion Island|Réunion Island',
  RU: 'Russian Federation|Russische Föderation|Fédération de Russie|Federación de Rusia',
  RW: 'Rwandese Republic',
  SA: 'KSA',
  SH: 'Saint Helena, Ascension and Tristan da Cunha',
  SK: 'Slovak Republic|Slovak Rep.|Slowakische Republik|République slovaque|República Eslovaca',
  SO: 'Federal Republic of Somalia',
  ST: 'Democratic Republic of Sao Tome and Principe',
  SX: 'Sint Maarten (Dutch part)|Saint Martin (Dutch part)',
  SY: 'Syrian Arab Republic|Syria',
  SZ: 'Swaziland|eSwatini (Swaziland)|Swasiland|Suazilandia',
  TG: 'Togolese Republic',
  TL: 'East Timor|Timor-Leste (East Timor)|Democratic Republic of Timor-Leste|Osttimor|Timor Oriental',
  TR: 'Turkey|Turkiye|Turquie|Turquía|Türkei',
  TW: 'Taiwan, Province of China|Taiwan (Province of China)|Taiwan, China|Republic of China|Taiwan (Republic of China)|Chinese Taipei|Taiwan ROC|Taiwan, R.O.C.',
  TZ: 'United Republic of Tanzania|Tanzania (United Republic of)',
  UM: 'United States Minor Outlying Islands',
  US: 'USA|United States of America|United States (US)|United States of America (USA)|U.S. of A.|Etats-Unis d’Amérique|Vereinigte Staaten von Amerika|Estados Unidos de América|EE. UU.|EUA|Marekani',
  UY: 'Eastern Republic of Uruguay',
  VA: 'Vatican City State|Holy See|Holy See (Vatican City State)|Vatican|Vatikan|Saint-Siège|Santa Sede',
  VC: 'Saint Vincent and the Grenadines',
  VE: 'Bolivarian Republic of Venezuela|Venezuela (Bolivarian Republic of)',
  VG: 'British Virgin Islands|Virgin Islands (British)|Virgin Islands (UK)|BVI',
  VI: 'US Virgin Islands|U.S. Virgin Islands|United States Virgin Islands|Virgin Islands (U.S.)|Virgin Islands of the United States|USVI',
  VN: 'Viet Nam|Socialist Republic of Viet Nam',
  WS: 'Western Samoa|Independent State of Samoa',
}

/** Parts of a country that are written where it should stand: kept as the country, and said. */
export const partsOf: Readonly<Record<string, string>> = {
  GB: 'England|Scotland|Wales|Northern Ireland|Schottland|Angleterre|Écosse|Pays de Galles|Irlande du Nord|Inglaterra|Escocia|Nordirland',
  TZ: 'Zanzibar|Tanzania mainland|Mainland Tanzania|Sansibar',
}

/** Names that mean several countries. */
export const doubleNames =
  'Congo|Kongo|Koongo|Korea|Corea|Corée|Koreya|Virgin Islands|Jungferninseln|Îles Vierges|Islas Vírgenes'
