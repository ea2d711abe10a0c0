// Panels of a record's ties to others: relations, groups, records under it, deals and tickets that name it.

import { attribute, type Html, html, part, type Value } from '../../page/html.ts'
import { button, icon, nothing, panel, postButton } from '../../page/parts.ts'
import { typeIcon } from '../find.ts'
import { type Shown, wordOf } from './controls.ts'
import { faultIn, type FolderState } from './folder-state.ts'
import { type Folder, panelRows } from './read-folder.ts'

const way = (hid: string | null, name: string) =>
  html`<a href="/records/${part(hid ?? '')}">${name}</a> <span class="faint mono xs">${hid ?? ''}</span>`

/** Says where a panel shows only the first of many. */
const cut = ({ say }: Shown, many: number): Html | null =>
  many < panelRows ? null : html`<p class="pad faint small">${say('rec-first', { count: say.number(panelRows) })}</p>`

const table = (title: string, rows: Value) =>
  html`<table class="tight"><caption class="vh">${title}</caption><tbody>${rows}</tbody></table>`

export function relationsPanel(shown: Shown, folder: Folder, state: FolderState): Html | null {
  const { say } = shown
  const { head, relations, kinds, may } = folder
  if (!may.reads.includes('relationship')) return null
  const mayAdd = may.adds.includes('relationship') && head.deleted === null
  const action = `/records/${part(head.hid)}/relate`
  const rows = relations.map(({ hid, name, kind, words, is_left: isLeft, since, until, note }) => {
    const days = [
      since === null ? '' : say('rec-since', { day: say.short(since) }),
      until === null ? '' : say('rec-until', { day: say.short(until) }),
    ]
    const about = [...days, note ?? ''].filter(text => text !== '').join(' · ')
    const [left, right] = isLeft ? [head.hid, hid ?? ''] : [hid ?? '', head.hid]
    const end = postButton(
      action,
      say('rec-end'),
      { left, kind, right, from: since ?? '', ends: '1' },
      { isSmall: true, tone: 'quiet' },
    )
    return html`<tr><td><span class="faint small">${words}</span><br>${way(hid, name)}${about === '' ? null : html`<span class="sub" dir="auto">${about}</span>`}</td><td class="num noprint">${mayAdd ? end : null}</td></tr>`
  })
  const fault = faultIn(say, state, 'relate')
  const typed = (name: string) => (fault === null ? '' : (state.typed.get(name) ?? ''))
  const options = kinds.flatMap(({ kind, forward, backward }) => [
    html`<option value="${kind}"${attribute('selected', typed('kind') === kind)}>${forward}</option>`,
    backward === forward
      ? null
      : html`<option value="${backward}"${attribute('selected', typed('kind') === backward)}>${backward}</option>`,
  ])
  const add = html`<details class="fld more"${attribute('open', fault !== null)}><summary>${icon('plus')} ${say('rec-add-relation')}</summary><form method="post" action="${action}"><div class="grid-f"><div class="f"><label for="rel-kind">${say('rec-relation')}</label><select class="in" id="rel-kind" name="kind">${options}</select></div><div class="f"><label for="rel-other">${say('rec-other')}</label><input class="in" id="rel-other" name="other" data-refers="" required autocomplete="off" value="${typed('other')}"${attribute('aria-describedby', fault === null ? null : 'err-relate')}></div><div class="f"><label for="rel-from">${say('rec-from')}</label><input class="in" type="date" id="rel-from" name="from" value="${typed('from')}"></div><div class="f"><label for="rel-until">${say('rec-to')}</label><input class="in" type="date" id="rel-until" name="until" value="${typed('until')}"></div></div>${fault}<div class="acts">${button(say('rec-add'), { isSmall: true })}</div></form></details>`
  return panel(
    { id: 'relations', title: say('rec-relations'), count: say.number(relations.length) },
    html`${rows.length === 0 ? nothing(say('rec-none')) : table(say('rec-relations'), rows)}${cut(shown, rows.length)}${mayAdd ? add : null}`,
  )
}

export function groupsPanel(shown: Shown, folder: Folder, state: FolderState): Html | null {
  const { say } = shown
  const { head, groups, may } = folder
  if (!may.reads.includes('member') || head.type === 'grp') return null
  const mayAdd = may.adds.includes('member') && head.deleted === null
  const action = `/records/${part(head.hid)}/groups`
  const rows = groups.map(
    ({ hid, name, status }) =>
      html`<tr><td>${way(hid, name)}${status === null ? null : html` <span class="faint small">${wordOf(shown, 'member', 'status', status)}</span>`}</td><td class="num noprint">${mayAdd ? postButton(action, say('rec-leave'), { group: hid, leaves: '1' }, { isSmall: true, tone: 'quiet' }) : null}</td></tr>`,
  )
  const fault = faultIn(say, state, 'groups')
  const add = html`<details class="fld more"${attribute('open', fault !== null)}><summary>${icon('plus')} ${say('rec-join')}</summary><form method="post" action="${action}"><div class="flex"><label class="vh" for="group-name">${say('rec-group')}</label><input class="in grow" id="group-name" name="group" data-refers="grp" required autocomplete="off" placeholder="${say('rec-by-name')}" value="${fault === null ? '' : (state.typed.get('group') ?? '')}">${button(say('rec-add'), { isSmall: true })}</div>${fault}</form></details>`
  return panel(
    { id: 'groups', title: say('rec-groups'), count: say.number(groups.length) },
    html`${rows.length === 0 ? nothing(say('rec-none')) : table(say('rec-groups'), rows)}${cut(shown, rows.length)}${mayAdd ? add : null}`,
  )
}

/** Members of a group, records under a record, and deals and tickets that name it: each only where there are some. */
export function aroundPanels(shown: Shown, { head, members, under, namedBy }: Folder): readonly (Html | null)[] {
  const { say } = shown
  const listed = (id: string, title: string, rows: readonly Html[], more: Html | null = null) =>
    rows.length === 0
      ? null
      : panel(
          { id, title, count: say.number(rows.length), foot: more },
          html`${table(title, rows)}${cut(shown, rows.length)}`,
        )
  const record = ({ hid, name, type, type_name: called }: Folder['under'][number]) =>
    html`<tr><td>${typeIcon(type)} ${way(hid, name)}</td><td class="num soft small">${called}</td></tr>`
  return [
    head.type === 'grp'
      ? listed(
          'members',
          say('rec-members'),
          members.map(
            ({ hid, name, status }) =>
              html`<tr><td>${way(hid, name)}</td><td class="num soft small">${status === null ? '' : wordOf(shown, 'member', 'status', status)}</td></tr>`,
          ),
          html`<a href="/list/person?group=${part(head.hid)}">${say('rec-members-all')}</a>`,
        )
      : null,
    listed('under', say('rec-under'), under.map(record)),
    listed('named-by', say('rec-named-by'), namedBy.map(record)),
  ]
}
