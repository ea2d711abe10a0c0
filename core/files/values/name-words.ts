// Words by which a name in one cell is parted: lists, and nothing else. In lower case, without full stops.

const words = (text: string): ReadonlySet<string> => new Set(text.split(/[\s,]+/).filter(word => word !== ''))

/** Before a name: how somebody is addressed. */
export const addresses = words(`
  mr, mrs, ms, miss, mx, sir, herr, herrn, frau, fräulein, monsieur, madame, mademoiselle, mme, mlle, mm, señor, señora, señorita, sra, srta, doña,
  bwana, bibi, bw, ndugu, ndg, mhe, mwl, ssebo, nnyabo, omwami, omukyala, mw, السيد, السيدة, الآنسة, سيد, سيدة
`)

/** These are a form of address only with a full stop: without one they are names. */
export const dottedAddresses = words('sr, bi, fr, omw, muky')

/** Before a name: titles. */
export const titles = words(`
  dr, dra, prof, professor, doctor, dkt, drs, priv-doz, univ-prof, dipl-ing, dipl-kfm, dipl-kffr, dipl-vw, dipl-inf, dipl-phys, dipl-chem, dipl-psych,
  الدكتور, الدكتورة, دكتور, دكتورة, الأستاذ, الأستاذة, المهندس, المهندسة
`)
/** These are titles only with a full stop. */
export const dottedTitles = words(
  'ing, mag, lic, lcdo, lcda, pd, dipl, rev, hon, capt, col, lt, maj, sgt, cpl, insp, eng, arch, adv, د',
)
/** Words that follow a title and belong to it, like "med.". */
export const titleParts = words(
  'med, dent, phil, rer, nat, pol, oec, jur, iur, theol, hc, mult, vet, hum, ing, habil, kfm, inf',
)

/** Behind a name, with or without a comma: which of a family somebody is. */
export const generations = words('jr, jnr, sr, snr, ii, iii, iv, vi, vii')

/** Behind a name: degrees and the like, that are a title. */
export const degrees = words(
  'phd, md, dphil, edd, psyd, jd, esq, mba, dds, dvm, llm, llb, mph, msc, bsc, msw, mphil, cpa, facs, frcs, mrcp, mbchb, mbbs, obe, cbe, mbe, kbe, meng, beng, bed, med',
)
/** Degrees that are names as well: only behind a comma, in capitals. */
export const shortDegrees = words('MA BA BS MS DO RA CA PT PE RN SJ')

/** Belong to the family name that follows. */
export const particles = words(`
  van, von, vom, zu, zum, zur, der, den, de, del, della, delle, degli, dei, di, da, do, dos, das, du, des, la, las, le, los, lo, af, av, ter, ten, te, 't, 's, op,
  ibn, bin, bint, binti, ben, bat, al, el, ul, ud, ad, as, at, ould, wald, st, saint, san, santa, mac, mc, fitz, o', d', l', ap, بن, ابن, بنت, ال, آل
`)

/** Between two family names, or between two people. */
export const links = words('y e i')

/** Between two people. */
export const between = words('and und et na ne plus och en og ja و')

/** Legal forms and the like: no person has them. */
export const organisations = words(`
  inc, incorporated, ltd, limited, llc, llp, gmbh, mbh, plc, corp, corporation, company, sarl, srl, sacco, cooperative, co-operative, university, foundation, association,
  ministry, verein, stiftung, genossenschaft, enterprises, holdings
`)

/** May be the first part of a name, or a title, or bind the word that follows: nobody can tell from the cell. */
export const asking = words(`
  haji, hajji, hajjat, hajj, al-hajj, sheikh, shaikh, shaykh, imam, pastor, father, sister, brother, chief, mzee, mama, baba, engineer, captain, lord, lady, dame,
  abd, abu, abou, umm, عبد, أبو, ابو, أم
`)

/** Family names that stand first where they are at home: two words that begin with one may be either way round. */
export const firstFamilies = words(`
  wang, zhang, liu, chen, yang, huang, zhao, zhou, wu, xu, zhu, guo, luo, gao, liang, xie, cheng, deng, xi, mao, deng, jiang, feng, peng, zeng, xiao, tian, dong, pan, yuan,
  kim, park, choi, jeong, jung, kang, cho, yoon, jang, lim, lee, li, ho, ng, wong, chan, cheung, lau, tan, nguyen, tran, pham, huynh, hoang, phan, vu, vo, dang, bui, ngo, duong
`)

/** Languages whose speakers write the family name first. */
export const familyFirstLanguages: ReadonlySet<string> = new Set(['hu', 'zh', 'ja', 'ko', 'vi', 'km'])
