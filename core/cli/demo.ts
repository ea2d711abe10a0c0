import type { Command } from 'commander'
import type { World } from './command.ts'
export function demoCommand(_program: Command, _world: World): void {}
