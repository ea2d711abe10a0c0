// Rows of one owner in every table that can hold some: what the probe tries to read and change as others. A table without a row
// here fails the probe, so that a new one is not forgotten.

import { createHash } from 'node:crypto'
import type { Stage } from '../helpers/stage.ts'

type Fields = Readonly<Record<string, unknown>>

const digest = (text: string) => createHash('sha256').update(text).digest('hex')

/** Rows of the lists and of the program that nobody owns, once for each database. */
export async function makeCommonRows(stage: Stage): Promise<void> {
  const { add } = adder(stage)
  const type = await add('development_type', { development_type_hid: 'probe', development_type_name: 'Probe' })
  const process = await add('development_process', {
    development_process_hid: 'probe',
    development_process_type: type,
    development_process_name: 'Probe',
    development_process_repeat: true,
  })
  await add('development_stage', {
    development_stage_hid: 'probe',
    development_stage_process: process,
    development_stage_name: 'Probe',
    development_stage_sort: 1,
  })
  await add('meta_tables', { meta_tables_table: 'person', meta_tables_attribute: 'probe', meta_tables_value: 'x' })
  const now = new Date()
  await add('backup_run', {
    backup_run_at: now,
    backup_run_finished: now,
    backup_run_by: 'satchel',
    backup_run_size: 1,
    backup_run_digest: digest('backup'),
  })
  await add('restore_run', {
    restore_run_at: now,
    restore_run_kind: 'adopt',
    restore_run_epoch: 1,
    restore_run_reread: now,
  })
}

/** The record and all that hangs on it, for one member of staff. */
export async function makeWorld(stage: Stage, owner: string): Promise<void> {
  const { add, lookup, stamp } = adder(stage)
  const { id: staff, login } = await stage.one<{ id: string; login: string }>(
    'select staff_id as id, staff_login as login from staff where staff_hid = $1',
    [owner],
  )
  const own = async (entity: string) => {
    await stage.rows('update entity set entity_owner = $2 where entity_id = $1', [entity, staff])
    return entity
  }
  const person = String(await stage.person(owner))
  const other = String(await stage.person(owner))
  await stage.person(owner)
  const lost = await stage.person(owner)
  await own(await add('organization', { organization_name: 'Probe' }))
  const deal = await own(await add('deal', { deal_name: 'Probe', deal_kind: await lookup('deal-kind', 'order') }))
  const ticket = await own(await add('ticket', { ticket_name: 'Probe' }))
  await own(await add('product', { product_name: 'Probe' }))
  const group = await own(await add('grp', { grp_name: 'Probe', grp_kind: await lookup('grp-kind', 'list') }))
  await add('deal_line', { deal_line_deal: deal, deal_line_text: 'Probe', deal_line_price: 1 })
  await add('member', { member_grp: group, member_entity: person })
  const { kind } = await stage.one<{ kind: string }>(
    "select relationship_type_id as kind from relationship_type join entity_type on relationship_type_left is null or entity_type_id = relationship_type_left where entity_type_hid = 'person' and (relationship_type_right is null or relationship_type_right = entity_type_id) limit 1",
  )
  await add('relationship', { relationship_left: person, relationship_kind: kind, relationship_right: other })
  const note = { activity_entity: person, activity_kind: await lookup('activity-kind', 'note'), activity_staff: staff }
  const open = await add('activity', { ...note, activity_body: 'Open' })
  const hidden = await add('activity', { ...note, activity_body: 'Private', activity_private: true })
  await add('attachment', {
    attachment_entity: person,
    attachment_filename: 'open.txt',
    attachment_data: Buffer.from('x'),
  })
  for (const activity of [hidden, open])
    await add('participant', { participant_activity: activity, participant_entity: person })
  await add('development_tracking', {
    development_tracking_entity: ticket,
    development_tracking_stage: (
      await stage.one<{ id: string }>('select development_stage_id as id from development_stage limit 1')
    ).id,
  })
  await stage.rows('insert into person_private (person_private_id, person_private_note) values ($1, $2)', [
    person,
    'Private',
  ])
  await add('consent', {
    consent_entity: person,
    consent_given: true,
    consent_basis: 'Probe',
    consent_mark: digest(owner),
    consent_received: new Date(),
  })
  await add('query', {
    query_hid: `own/${owner}`,
    query_about: 'Private',
    query_returns: 'many',
    query_use: 'people',
    query_sql: 'select 1',
    query_owner: login,
  })
  const packet = await stage.packet(Number(person), owner)
  await add('packet_record', {
    packet_record_packet: packet.id,
    packet_record_slot: `row/members/p${other}`,
    packet_record_entity: other,
  })
  await stage.reply(packet, {
    set: { 'given-name': 'James' },
    report: { when: '2026-11-20', outcome: 'reached', note: 'Open' },
  })
  const letter = await add('letter', {
    letter_hid: `probe-${owner}`,
    letter_kind: 'notice',
    letter_to: 'x@example.org',
    letter_digest: digest(owner),
    letter_bytes: Buffer.from('x'),
    letter_queued: new Date(),
  })
  await stage.rows(
    'insert into letter_part (letter_part_id, letter_part_letter) select max(packet_id), $1 from packet',
    [letter],
  )
  await stage.rows(
    'insert into staff_phrase (staff_phrase_id, staff_phrase_key, staff_phrase_salt, staff_phrase_rounds) values ($1, $2, $3, 600000)',
    [staff, Buffer.alloc(150), Buffer.alloc(16)],
  )
  const fingerprint = digest('certificate')
  await add('console_work', {
    console_work_staff: staff,
    console_work_kind: 'load',
    console_work_about: `probe ${owner}.csv`,
    console_work_key: 'probe',
    console_work_pid: 1,
    console_work_connected: new Date(),
    console_work_answer: { title: 'probe' },
  })
  await add('mention', { mention_table: 'activity', mention_row: staff, mention_staff: staff })
  await add('private_read', {
    private_read_entity: staff,
    private_read_fields: 'note',
    private_read_page: 'show',
    private_read_by: 'probe',
  })
  await add('forgotten', { forgotten_hid: digest(`forgotten ${owner}`) })
  await stage.rows(
    'insert into receipt (receipt_hid, receipt_item) select $1, max(item_id) from item where item_id not in (select receipt_item from receipt)',
    [digest(`receipt ${owner}`)],
  )
  await add('console_session', {
    console_session_staff: staff,
    console_session_kind: 'session',
    console_session_digest: Buffer.alloc(32, owner),
    console_session_certificate: fingerprint,
    console_session_until: new Date(),
  })
  await add('staff_certificate', {
    staff_certificate_staff: staff,
    staff_certificate_fingerprint: digest(`certificate ${owner}`),
    staff_certificate_until: new Date(),
  })
  await add('staff_code', { staff_code_id: staff, staff_code_secret: 'GEZDGNBVGY3TQOJQ' })
  await add('console_attempt', {
    console_attempt_kind: 'sql',
    console_attempt_staff: staff,
    console_attempt_count: 1,
    console_attempt_last: new Date(),
  })
  const load = await add('load_run', {
    load_run_tx: stamp(),
    load_run_at: new Date(),
    load_run_by: login,
    load_run_file: 'probe.csv',
    load_run_digest: digest(owner),
    load_run_new: 1,
    load_run_filled: 0,
    load_run_same: 0,
    load_run_held: 0,
  })
  await add('load_key', {
    load_key_load: load,
    load_key_by: login,
    load_key_kind: 'row',
    load_key_value: digest(owner),
    load_key_entity: person,
  })
  const [asked, upload, wished] = [await stage.item(), await stage.item(), await stage.item()]
  const inquiry = await add('inquiry', {
    inquiry_hid: `Q-${owner}`,
    inquiry_item: asked.id,
    inquiry_received: new Date(),
    inquiry_message: 'Probe',
  })
  await add('inquiry_answer', {
    inquiry_answer_inquiry: inquiry,
    inquiry_answer_number: 1,
    inquiry_answer_letter: letter,
    inquiry_answer_text: 'Probe',
  })
  await add('item_file', {
    item_file_item: asked.id,
    item_file_upload: upload.id,
    item_file_name: 'x',
    item_file_type: 'text/plain',
  })
  await add('form_request', {
    form_request_item: wished.id,
    form_request_mark: digest(owner),
    form_request_mailto: 'x@example.org',
    form_request_received: new Date(),
  })
  await add('duplicate', {
    duplicate_left: person,
    duplicate_right: other,
    duplicate_score: 0.9,
    duplicate_reason: 'Probe',
  })
  const office = stage.as('satchel')
  await office.query('begin')
  await office.query("select set_config('role', staff_role_of('olga'), true)")
  await office.query('select find_duplicates(0.5)')
  await office.query('select merge_records($1, $2)', [other, lost])
  await office.query('commit')
  await stage.rows('select seal_audit()')
}

function adder(stage: Stage) {
  return {
    add: async (table: string, fields: Fields): Promise<string> => {
      const names = Object.keys(fields)
      const places = names.map((_, index) => `$${index + 1}`)
      const text = `insert into ${table} (${names.join(', ')}) values (${places.join(', ')}) returning ${table}_id as id`
      return (await stage.one<{ id: string }>(text, Object.values(fields))).id
    },
    lookup: async (domain: string, value: string) =>
      (await stage.one<{ id: string }>('select lookup_find($1, $2) as id', [domain, value])).id,
    stamp: () => Math.floor(Math.random() * 1e9) + 1e9,
  }
}
