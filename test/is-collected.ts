import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Whether nobody holds it any longer, after some turns of the event loop. */
export async function isCollected(ref: WeakRef<object>): Promise<boolean> {
  setFlagsFromString('--expose-gc');
  const gc: unknown = runInNewContext('gc');
  assert.ok(typeof gc === 'function');
  for (let turn = 0; turn < 20; turn++) {
    await setImmediate();
    gc();
    if (ref.deref() === undefined) return true;
  }
  return false;
}
