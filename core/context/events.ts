// Events of a use case, where sentences and shares are not enough: functions of the caller, a part of its input.

import { z } from 'zod'

/** The schema of such functions; who calls without them is told nothing. */
export const events = <E extends object>() =>
  z.custom<E>(given => typeof given === 'object' && given !== null, 'events are functions by name').optional()
