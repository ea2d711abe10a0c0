// sql/schema.sql is what the catalog says. PostgreSQL 15 to 18 say the same: npm run test:system runs this on Debian's, too.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { schemaText } from '../helpers/schema-text.ts'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

test('sql/schema.sql is the schema of a freshly migrated database', async () => {
  await expect(await schemaText(sql => stage.rows(sql))).toMatchFileSnapshot('../../sql/schema.sql')
})
